"""docs/rights.md says what the program does."""

from accounts.describe import PAGE, described


def test_the_tables_of_roles_are_up_to_date():
    page = PAGE.read_text()
    assert described(page) == page, "run: python -m accounts.describe"
