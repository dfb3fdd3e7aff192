"""Grants on the tables of this app; see accounts.grants."""

from accounts.grants import Grants

GRANTS: Grants = {}
