"""A headless Chromium for tests, driven from a thread of its own.

Playwright's synchronous interface runs an event loop in the thread that uses it, and Django refuses
its database to such a thread. So a test keeps its own thread for rows, and hands what is to happen
in the browser over as a function of a page.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.factories import ensure_queues
from tests.people import PASSWORD, superuser
from tools import screenshots

T = TypeVar("T")
LONGEST_MS = 15_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark this folder's tests, and skip them where there is no browser."""
    here = Path(__file__).parent
    missing = pytest.mark.skip(reason="no Chromium here: apt-get install chromium, or set CHROMIUM")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if screenshots.chromium() is None:
                item.add_marker(missing)


class Browser:
    """What a test sees and does in a browser.

    Attributes:
        complaints: errors that pages reported, and requests that left our server.
    """

    def __init__(self, url: str, thread: ThreadPoolExecutor) -> None:
        self.url = url
        self.complaints: list[str] = []
        self._thread = thread

    def __call__(
        self,
        script: Callable[[Page], T],
        *,
        dark: bool = False,
        size: tuple[int, int] = screenshots.WIDE,
        as_operator: bool = True,
    ) -> T:
        """Run `script` in a new window, logged in unless told otherwise."""
        return self._thread.submit(self._run, script, dark, size, as_operator).result()

    def start(self, script: Callable[[Page], T]) -> Future[T]:
        """Run `script` in a new window while the test goes on."""
        return self._thread.submit(self._run, script, False, screenshots.WIDE, True)

    def apart(self, program: Callable[[], T]) -> T:
        """Run a program that drives a browser of its own."""
        return self._thread.submit(program).result()

    def _run(
        self, script: Callable[[Page], T], dark: bool, size: tuple[int, int], as_operator: bool
    ) -> T:
        path = screenshots.chromium()
        assert path is not None
        with (
            screenshots.browser(path) as started,
            screenshots.window(started, size, dark=dark) as page,
        ):
            page.set_default_timeout(LONGEST_MS)
            self._listen(page)
            if as_operator:
                screenshots.log_in(page, self.url, "operator", PASSWORD)
            return script(page)

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._check(request.url))
        page.on(
            "console",
            lambda line: self.complaints.append(line.text) if line.type == "error" else None,
        )

    def _check(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.complaints.append(f"asked {url}")


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[Browser]:
    """Serve the site, with an operator who may log in, and hand out windows."""
    ensure_queues()
    superuser(password=PASSWORD)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="browser") as thread:
        seen = Browser(live_server.url, thread)
        yield seen
        assert seen.complaints == []
