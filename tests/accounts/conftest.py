"""A browser for the pages of signing in and administration."""

from tests.browser import chromium, new_page  # noqa: F401
