"""Pages in a real browser, as a reader opens them: from a file, with no network.

``open_page`` opens one page in a profile of its own and gives Playwright's ``Page`` to look at and to work with. A page
that asks for anything but its own file, or in which a script fails, fails the test. The browser is the machine's
Chromium or Chrome; Playwright downloads none.
"""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.needs import unavailable

BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
WIDE, NARROW = 1280, 360


class Pages:
    """Opens pages and keeps what they did that a page must not: ``foreign`` requests, script ``errors``."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.browser, self.folder = browser, folder
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self._opened = 0

    def __call__(
        self, page: str | Path, *, width: int = WIDE, dark: bool = False, scripts: bool = True, touch: bool = False
    ) -> Page:
        """The page of a file, or of a text that is written to one, after it has loaded."""
        if isinstance(page, str):
            self._opened += 1
            file = self.folder / f"page-{self._opened}.html"
            file.write_text(page, encoding="utf-8")
        else:
            file = page
        address = file.as_uri()
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            has_touch=touch,
            offline=True,
        )

        def only_the_file(route: Route) -> None:
            if route.request.url == address:
                route.continue_()
            else:
                route.abort()

        def asked(url: str) -> None:
            if url != address:
                self.foreign.append(url)

        context.route("**/*", only_the_file)
        context.on("request", lambda request: asked(request.url))
        context.on("weberror", lambda failed: self.errors.append(str(failed.error)))
        opened = context.new_page()
        opened.on("websocket", lambda socket: asked(socket.url))
        opened.set_default_timeout(20_000)
        opened.goto(address)
        return opened

    def close(self) -> None:
        """Closes what is open."""
        for context in self.browser.contexts:
            context.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium or Chrome."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        unavailable("browser", "no Chromium or Chrome on the path")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program)
        yield started
        with suppress(Exception):  # the tests are over; a browser that is gone already is no fault of theirs
            started.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Pages]:
    """Opens pages; at the end of the test, that they asked for nothing and that no script failed."""
    pages = Pages(browser, tmp_path)
    yield pages
    pages.close()
    assert pages.foreign == []
    assert pages.errors == []
