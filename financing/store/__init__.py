"""The book in the database: reading the facts, and writing what a workbook changed. One fact, one row."""

from financing.store.closed import closed_months
from financing.store.read import read_book
from financing.store.write import write_book

__all__ = ["closed_months", "read_book", "write_book"]
