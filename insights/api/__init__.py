"""API v1: figures for other programs, as they were published. Wired in zwolle_ot/api.py; rules in docs/api.md."""
