"""The pattern pages in a real browser: every component and form state, wide and on a phone."""

import pytest

from tests.browser import check, check_everywhere

pytestmark = pytest.mark.browser

PAGES = [
    "/patronen/",
    "/patronen/grafieken/",
    "/patronen/formulier/",
    "/patronen/reeks/",
    "/patronen/reeks/?soort=tabel",
    "/toegankelijkheid/",
    "/privacyverklaring/",
    "/bestaat-niet/",
    "/kapot/",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_breaks_no_rule(site, new_page, path):
    check_everywhere(new_page(), site + path)
