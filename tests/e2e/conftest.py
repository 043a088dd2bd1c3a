"""A real browser for every test below this folder.

`page_for(user, width)` opens a signed-in page. While a page lives, it is watched: a request to
another host, an error in the console (a violation of the content security policy is one) or an
exception in a script fails the test when it ends. `axe(page)` finds no violation of WCAG or fails.

The live server sees committed rows only, so the database is emptied after each test; what the
migrations had put there (root page, groups, content types) is put back, because the test database
is kept between runs. A run that was killed half-way leaves rows behind: `--create-db` once.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.signals import request_finished, request_started
from django.db import connection
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from tests.e2e.chromium import FLAGS, PROGRAM
from tests.kept_rows import fill, rows_of_migrations

# Playwright's synchronous interface keeps an event loop in this thread: Django refuses to query.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

PHONE, DESK = 390, 1280
HEIGHTS = {PHONE: 844, DESK: 800}
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
}
# Pages that say what went wrong are looked at too; the browser reports their status as an error.
ANSWERS_ABOUT_ERRORS = ("400", "403", "404", "409", "422", "429")


class Watch:
    """What the browser did that it never should."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.trouble: list[str] = []
        self.documents: set[str] = set()

    def attach(self, context: BrowserContext) -> None:
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.trouble.append(f"script: {error.error}"))

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self.documents.add(request.url)
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self.host:
            self.trouble.append(f"request to another host: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        expected = message.location["url"] in self.documents and any(
            f"status of {status}" in message.text for status in ANSWERS_ABOUT_ERRORS
        )
        if not expected:
            self.trouble.append(f"console: {message.text} ({message.location['url']})")


class Underway:
    """The requests that the live server is answering.

    A page that is left sends what it has not sent yet. Answered while the database is emptied for
    the next test, such a request fails, or leaves rows behind that the next test falls over.
    """

    LONGEST, QUIET = 15.0, 0.15

    def __init__(self) -> None:
        self._threads: dict[int, int] = {}
        self._last = 0.0
        # Kept here: a signal holds its receivers weakly.
        self._receivers = (self._started, self._finished)
        request_started.connect(self._receivers[0])
        request_finished.connect(self._receivers[1])

    def _started(self, **kwargs: Any) -> None:
        self._count(1)

    def _finished(self, **kwargs: Any) -> None:
        self._count(-1)

    def _count(self, step: int) -> None:
        # The test's own client asks in the main thread.
        if threading.current_thread() is not threading.main_thread():
            here = threading.get_ident()
            self._threads[here] = self._threads.get(here, 0) + step
            self._last = time.monotonic()

    def wait(self) -> None:
        """Until nothing has been asked for a moment; fails where an answer never ends."""
        began = time.monotonic()
        self._last = max(self._last, began)
        while time.monotonic() - began < self.LONGEST:
            alive = {thread.ident for thread in threading.enumerate()}
            busy = any(count > 0 and here in alive for here, count in self._threads.items())
            if not busy and time.monotonic() - self._last > self.QUIET:
                self._threads.clear()
                return
            time.sleep(0.02)
        self._threads.clear()
        pytest.fail("the live server is still answering")

    def stop(self) -> None:
        request_started.disconnect(self._receivers[0])
        request_finished.disconnect(self._receivers[1])


@pytest.fixture(scope="session")
def underway() -> Iterator[Underway]:
    requests = Underway()
    yield requests
    requests.stop()


@pytest.fixture(scope="package")
def browser(django_db_setup: None, django_db_blocker: Any) -> Iterator[Browser]:
    if not Path(PROGRAM).exists():
        pytest.fail(f"{PROGRAM} is missing: apt-get install chromium-headless-shell")
    with django_db_blocker.unblock():
        rows = rows_of_migrations()
    with sync_playwright() as playwright:
        # Where an event loop runs, Django keeps connections apart: this is another one.
        connection._test_serialized_contents = rows
        connection.creation.deserialize_db_from_string = fill
        chromium = playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def _rows_of_migrations(django_db_serialized_rollback: None) -> None:
    """Each test starts with what the migrations made, and only that."""


@pytest.fixture
def page_for(
    browser: Browser, live_server: Any, underway: Underway
) -> Iterator[Callable[..., Page]]:
    """`page_for(user, 390)` → a watched page with the server as its base address, signed in.

    `user=None` is somebody who has not signed in; `language="en"`, `dark=True`, `javascript=False`
    and Playwright's other context options may follow. Navigate with `page.goto("/my/")`.
    """
    watch = Watch(urlsplit(live_server.url).netloc)
    contexts: list[BrowserContext] = []

    def open_page(
        user: Any = None,
        width: int = DESK,
        *,
        language: str = "zh-hans",
        dark: bool = False,
        javascript: bool = True,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            locale="zh-CN" if language == "zh-hans" else "en-GB",
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            has_touch=width < 768,
            accept_downloads=True,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        watch.attach(context)
        cookies = [{"name": "django_language", "value": language, "url": live_server.url}]
        if user is not None:
            client = Client()
            client.force_login(user, backend="cms.users.backends.AccountBackend")
            session = client.cookies["sessionid"].value
            cookies.append({"name": "sessionid", "value": session, "url": live_server.url})
        context.add_cookies(cookies)
        return context.new_page()

    yield open_page
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")
    underway.wait()
    for context in contexts:
        context.close()
    underway.wait()
    assert not watch.trouble, "\n".join(watch.trouble)


def find_no_barrier(page: Page, *, but_for: Sequence[str] = ()) -> None:
    """Fails where a page has a violation, or is wider than its window."""
    context = {"exclude": [[selector] for selector in but_for]} if but_for else None
    report = Axe().run(page, context=context, options=AXE_OPTIONS)
    found = [
        f"{violation['id']}: {violation['help']}\n    "
        + "\n    ".join(node["html"][:200] for node in violation["nodes"][:5])
        for violation in report.response["violations"]
    ]
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if too_wide > 0:
        found.append(f"the page is {too_wide} px wider than the window")
    assert not found, f"{page.url}\n" + "\n".join(found)


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """`axe(page)`: no violation, and nothing wider than the window.

    `but_for=(".selector", …)` leaves parts out that are not ours to mend. After a click that opens
    another page, expect something of that page first: a click doesn't wait for it, and a page that
    is replaced while it is read ends in an error.
    """
    return find_no_barrier
