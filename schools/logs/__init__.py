"""Who looked and who changed: the privacy officer asks about anybody, everybody else about themselves."""
