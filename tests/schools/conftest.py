from tests.browser import chromium, new_page  # noqa: F401
