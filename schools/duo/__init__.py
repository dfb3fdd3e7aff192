"""DUO's registers of school locations, as they are delivered: what stands in them, and how to read them. No database."""
