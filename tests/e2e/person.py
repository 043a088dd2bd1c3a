"""Somebody who clicks through the screens. Knows pages only, and nothing of the database."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

# Wagtail 7.4's own editor: the rich text fields have no name, the side panel's list can't be
# reached by keyboard and its button is small; messages fade in.
WAGTAIL = (".public-DraftEditor-content", ".w-minimap", "#w-minimap-toggle", ".messages")

NUMBER = re.compile(r"(?<=/)(?:[0-9a-f-]{36}|\d+)(?=/)")
SHAPE = """() => [...new Set(Array.from(document.body.querySelectorAll("*"), element =>
  [element.tagName, ...["class", "role", "type"].map(name => element.getAttribute(name))].join(".")
))].sort().join(" ")"""


class Person:
    """Somebody with a browser window. `click` and `open` look at the page they arrive at."""

    def __init__(self, page: Page, axe: Callable[..., None], shapes: set[str]) -> None:
        self.page = page
        self._axe = axe
        self._shapes = shapes

    @property
    def on_phone(self) -> bool:
        size = self.page.viewport_size
        return size is not None and size["width"] < 768

    def look(self) -> None:
        """The screen as it stands has one heading and no barrier. A shape that was looked at
        before, the same elements with the same classes at the same place, is not looked at again.
        """
        expect(self.page.locator("h1")).to_have_count(1)
        shape = f"{NUMBER.sub('*', urlsplit(self.page.url).path)} {self.page.evaluate(SHAPE)}"
        if shape not in self._shapes:
            self._shapes.add(shape)
            self._axe(self.page, but_for=WAGTAIL if "/admin/" in self.page.url else ())

    def open(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, f"{address}: {answer.status}"
        self.look()

    def click(self, target: str | Locator, *, role: Any = "link") -> None:
        """A link or a button of the page's own part, and a look at the page that follows."""
        main = self.page.locator("main")
        place = main.get_by_role(role, name=target) if isinstance(target, str) else target
        with self.page.expect_navigation():
            place.first.click()
        self.look()

    def press(self, words: str) -> None:
        self.click(words, role="button")

    def go_to(self, words: str) -> None:
        """A place of the menu: at a desk on the left, on a phone in the bar or under 更多."""
        if self.on_phone:
            bar = self.page.locator(".bottombar").get_by_role("link", name=words, exact=True)
            if bar.count():
                return self.click(bar)
            self.click(self.page.locator(".bottombar").get_by_role("link", name="更多"))
            return self.click(self.page.locator("main").get_by_role("link", name=words, exact=True))
        self.click(self.page.locator(".sidebar").get_by_role("link", name=words, exact=True))

    def fill(self, **fields: Any) -> None:
        """Inputs by their labels."""
        for label, value in fields.items():
            self.page.get_by_label(label, exact=True).first.fill(str(value))

    def sees(self, *texts: str) -> None:
        """Each text can be read in the page's own part, not only in its menu."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def choose(self, label: str, option: str) -> None:
        """A choice that sends itself."""
        with self.page.expect_navigation():
            self.page.get_by_role("combobox", name=label, exact=True).select_option(option)
        self.look()

    def upload(self, label: str, name: str, content: bytes) -> None:
        kind = "image/png" if name.endswith(".png") else "application/octet-stream"
        self.page.get_by_label(label, exact=True).set_input_files(
            {"name": name, "mimeType": kind, "buffer": content}
        )

    def download(self, words: str) -> bytes:
        """What a link hands out."""
        with self.page.expect_download() as coming:
            self.page.get_by_role("link", name=words).first.click()
        return coming.value.path().read_bytes()
