"""Somebody at work in a real browser: opens pages, fills in forms and reads what is said. For stories of many steps.

Pictures of every page that `seen` names go to the folder OT_PICTURES, wide and as on a phone; without it none are made.
"""

import itertools
import os
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from tests.browser import PHONE, WIDE, check, sideways, signed_in

PICTURES = os.environ.get("OT_PICTURES", "")
_numbers = itertools.count(1)


class Colleague:
    """A person in one role, with a browser of their own."""

    def __init__(self, page: Page, site: str, someone: User, role: str) -> None:
        self.page, self.site, self.someone, self.role = page, site, someone, role
        self.signs_in()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def url(self) -> str:
        """The address of the page as it stands, without what comes after it."""
        return self.page.url.split("#")[0].split("?")[0]

    def signs_in(self) -> None:
        """Anew: a session ends by itself, and the days of a story lie weeks apart."""
        signed_in(self.page, self.site, self.someone, role=self.role)

    def opens(self, url: str) -> "Colleague":
        """`url` is a whole address, or a path of the site."""
        self.page.goto(url if url.startswith("http") else self.site + url)
        return self

    def follows(self, *names: str) -> "Colleague":
        """Click links by their words, one after the other; the words may be the first of a longer link."""
        for name in names:
            found = self.page.get_by_role("link", name=name, exact=True)
            if not found.count():
                found = self.main.get_by_role("link", name=re.compile(f"^{re.escape(name)}"))
            with self.page.expect_navigation():
                found.first.click()
        return self

    def fills(self, **fields: str | list[str] | bool) -> "Colleague":
        """Fields by name: the text, the value (for a `select` also the words) of what is chosen, True for a tick."""
        for name, value in fields.items():
            found = self.main.locator(f"form[method=post] [name={name}]")
            kind = found.first.evaluate("(one) => one.type || one.tagName.toLowerCase()")
            if isinstance(value, bool):
                found.set_checked(value)
            elif kind in ("radio", "checkbox"):
                for one in [value] if isinstance(value, str) else value:
                    self.main.locator(f"form[method=post] [name={name}][value='{one}']").check()
            elif kind == "select-one":
                found.first.select_option(value)
            elif kind == "file":
                found.first.set_input_files(value)
            else:
                found.first.fill(str(value))
        return self

    def ticks(self, *labels: str) -> "Colleague":
        """Tick boxes, or choose a radio, by the first of their words."""
        for label in labels:
            self.main.get_by_label(re.compile(f"^{re.escape(label)}")).check()
        return self

    def downloads(self, link: str) -> bytes:
        """What a link gives."""
        with self.page.expect_download() as waiting:
            self.main.get_by_role("link", name=link).first.click()
        return Path(waiting.value.path()).read_bytes()

    def presses(self, button: str) -> "Colleague":
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button).first.click()
        return self

    def reads(self, *texts: str) -> "Colleague":
        """Each of these stands on the page."""
        for text in texts:
            expect(self.main).to_contain_text(text)
        return self

    def reads_not(self, *texts: str) -> "Colleague":
        for text in texts:
            expect(self.main).not_to_contain_text(text)
        return self

    def seen(self, name: str) -> "Colleague":
        """The page breaks no rule, and does not scroll sideways on a phone. Here a picture is made."""
        check(self.page)
        number = next(_numbers)
        for width in (PHONE, WIDE):
            self.page.set_viewport_size({"width": width, "height": 900})
            assert sideways(self.page) == [], f"{self.page.url} scrolls sideways at {width}"
            if PICTURES:
                self.page.screenshot(path=Path(PICTURES) / f"{number:02}-{name}-{width}.png", full_page=True)
        return self
