"""Measured beside the quickest way to do the same: one module for each group of rows of `manage.py bench`."""
