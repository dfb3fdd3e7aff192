"""The book in the database: reading the facts, and writing what a workbook changed. One fact, one row."""

from financing.store.closed import closed_months
from financing.store.read import known_names, read_book, read_commitment, read_hours, read_sources
from financing.store.write import write_book

__all__ = ["closed_months", "known_names", "read_book", "read_commitment", "read_hours", "read_sources", "write_book"]
