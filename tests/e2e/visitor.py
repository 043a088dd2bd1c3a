"""Somebody who visits a demonstration that is served elsewhere; how long each page took is kept."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import PHONE, Watch, find_no_barrier
from tests.e2e.person import Person
from tests.e2e.served_demo import PASSWORD

TIMING = """() => { const page = performance.getEntriesByType("navigation")[0];
  return [page.responseEnd - page.requestStart, page.loadEventEnd - page.requestStart]; }"""


@dataclass(frozen=True)
class Visit:
    """`answered` until the last byte of the page, `loaded` until everything in it; milliseconds.
    `waited` is what a person waits for the worker, in seconds."""

    what: str
    answered: float | None = None
    loaded: float | None = None
    waited: float | None = None

    @property
    def said(self) -> str:
        if self.waited is not None:
            return f"{self.what:<45} {self.waited:>6.1f} s"
        loaded = "" if self.loaded is None else f", everything loaded {self.loaded:>6.0f} ms"
        return f"{self.what:<45} {self.answered:>6.0f} ms{loaded}"


class Visitor(Person):
    """Somebody whose pages are timed, those that have a name for it."""

    def __init__(
        self, browser: Browser, address: str, width: int, visits: list[Visit], shapes: set[str]
    ) -> None:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 844 if width == PHONE else 1600},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=width == PHONE,
        )
        context.set_default_timeout(30_000)
        self.watch = Watch(urlsplit(address).netloc)
        self.watch.attach(context)
        super().__init__(context.new_page(), find_no_barrier, shapes)
        self.visits = visits

    def sign_in(self, username: str) -> None:
        self.open("/accounts/login/")
        self.page.locator("input[name=login]").fill(username)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.press("登录")
        expect(self.page).to_have_url(re.compile("/my/"))

    def note(self, what: str) -> None:
        """What the page took that is open now."""
        answered, loaded = self.page.evaluate(TIMING)
        self.visits.append(Visit(what, round(answered), round(loaded)))

    @contextmanager
    def waiting(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.visits.append(Visit(what, waited=round(time.monotonic() - began, 1)))
