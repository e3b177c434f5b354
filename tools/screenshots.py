"""Take the pictures of the admin that the README and the docs show, of a running server.

    python -m tools.screenshots --url http://127.0.0.1:8000 --user admin --password …

Without arguments it reads `var/dev.env`, which `make run` writes. It needs a Chromium; where there
is none it says so and ends with 2. Each picture must stay below 200 kB, or it ends with 1.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
LARGEST: Final = 200_000
WIDE: Final = (1440, 900)
NARROW: Final = (390, 844)
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture.

    Attributes:
        name: the file's name without its ending.
        path: the page; `{first}` stands for the first link of the list that `via` names.
        via: a list whose first entry is opened; empty to open `path`.
        dark: whether in dark colours.
        size: width and height of the window in pixels.
    """

    name: str
    path: str = ""
    via: str = ""
    dark: bool = False
    size: tuple[int, int] = WIDE


SHOTS: Final = (
    Shot("admin-overview", "/admin/"),
    Shot("admin-overview-dark", "/admin/", dark=True),
    Shot("admin-overview-narrow", "/admin/", size=NARROW),
    Shot("admin-tasks", "/admin/tasks/task/"),
    Shot("admin-tasks-narrow", "/admin/tasks/task/", size=NARROW),
    Shot("admin-task", via="/admin/tasks/task/?dead=1"),
    Shot("admin-task-dark", via="/admin/tasks/task/?dead=1", dark=True),
    Shot("admin-task-narrow", via="/admin/tasks/task/?dead=1", size=NARROW),
    Shot("admin-task-running", via="/admin/tasks/task/?state=running"),
    Shot("admin-task-waiting", via="/admin/tasks/task/?state=queued"),
    Shot("admin-queue", "/admin/tasks/queue/local/change/"),
    Shot("admin-worker", via="/admin/tasks/worker/"),
    Shot("admin-key", "/admin/orchestration/apikey/add/"),
)


def chromium() -> str | None:
    """Return the path of an installed Chromium."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    return found or None


@contextmanager
def browser(path: str) -> Iterator[Browser]:
    """Run a headless Chromium."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield started
        finally:
            started.close()


@contextmanager
def window(started: Browser, size: tuple[int, int], *, dark: bool) -> Iterator[Page]:
    """Open a page of its own size and colours; it keeps no state."""
    context = started.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def log_in(page: Page, url: str, user: str, password: str) -> None:
    """Log in to the admin.

    Raises:
        playwright.sync_api.TimeoutError: the server did not let us in.
    """
    page.goto(urljoin(url, "/admin/login/?next=/admin/"))
    page.fill("#id_username", user)
    page.fill("#id_password", password)
    page.click("#login-form button[type=submit]")
    page.wait_for_selector(".sy-tiles")


def take(page: Page, url: str, shot: Shot, folder: Path) -> Path | None:
    """Take one picture; None when the list that it needs is empty."""
    page.goto(urljoin(url, shot.via or shot.path))
    if shot.via:
        links = page.locator("#result_list tbody th a")
        if not links.count():
            return None
        links.first.click()
        page.wait_for_selector(".sy-head")
    page.evaluate("document.fonts.ready")
    path = folder / f"{shot.name}.png"
    page.screenshot(path=path)
    return path


def known() -> dict[str, str]:
    """Return what `var/dev.env` says, if it is there."""
    path = ROOT / "var" / "dev.env"
    lines = path.read_text().splitlines() if path.is_file() else []
    pairs = (line.removeprefix("export ").partition("=") for line in lines if "=" in line)
    return {name.strip(): value.strip().strip("'\"") for name, _, value in pairs}


def arguments(argv: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    dev = known()
    parser = argparse.ArgumentParser(description="Take the pictures of the admin.")
    parser.add_argument("--url", default=dev.get("SWITCHYARD_URL", "http://127.0.0.1:8000"))
    parser.add_argument("--user", default=dev.get("SWITCHYARD_ADMIN_USER", "admin"))
    parser.add_argument("--password", default=dev.get("SWITCHYARD_ADMIN_PASSWORD"))
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images")
    parser.add_argument("--only", help="only pictures whose name contains this")
    chosen = parser.parse_args(argv)
    if chosen.password is None:
        parser.error("no password: give --password, or start `make run`, which writes var/dev.env")
    return chosen


def main(argv: list[str] | None = None) -> int:
    """Take all pictures and report their sizes."""
    chosen = arguments(argv)
    path = chromium()
    if path is None:
        print("No Chromium: install one (apt-get install chromium) or name it in CHROMIUM.")
        return 2
    chosen.out.mkdir(parents=True, exist_ok=True)
    too_large = False
    with browser(path) as started:
        for shot in SHOTS:
            if chosen.only and chosen.only not in shot.name:
                continue
            with window(started, shot.size, dark=shot.dark) as page:
                log_in(page, chosen.url, chosen.user, chosen.password)
                taken = take(page, chosen.url, shot, chosen.out)
            size = taken.stat().st_size if taken else 0
            too_large = too_large or size > LARGEST
            print(
                f"{shot.name:24} {size // 1000:4} kB" if taken else f"{shot.name:24} nothing there"
            )
    return int(too_large)


if __name__ == "__main__":
    sys.exit(main())
