"""The admin as somebody sees it: logging in, finding a task, cancelling it, by day and by night."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from orchestration.registry.bundled import SWITCHYARD_MINI, TINY_RANDOM
from orchestration.registry.records import ModelRecord, Replica
from orchestration.registry.replicas import Held, report_replicas
from orchestration.registry.services import register, seed_bundled
from tasks.lifecycle import State
from tasks.models import Queue, Task
from tests.browser.conftest import Browser
from tests.factories import make_task, make_tenant, make_worker, run_task
from tests.people import staff
from tools import screenshots


def test_logging_in_leads_to_the_overview(browser: Browser) -> None:
    make_task(state=State.FAILED)

    def look(page: Page) -> None:
        expect(page.locator("h1")).to_contain_text("Overview")
        expect(page.locator(".sy-tiles")).to_contain_text("Dead letters")
        expect(page.get_by_text("on purpose")).to_be_visible()
        expect(page.locator("#nav-sidebar-inner")).to_contain_text("Dead letters")
        flower = page.locator("#nav-sidebar-inner").get_by_role("link", name="Flower")
        expect(flower).to_have_attribute("href", settings.SWITCHYARD.flower_url)

    browser(look)


def test_staff_without_the_flag_stay_outside(browser: Browser) -> None:
    clerk = staff()
    clerk.set_password("a password of some length")
    clerk.save()

    def try_it(page: Page) -> None:
        page.goto(f"{browser.url}/admin/")
        page.fill("#id_username", "clerk")
        page.fill("#id_password", "a password of some length")
        page.click("#login-form button[type=submit]")
        expect(page.locator("#login-form")).to_be_visible()
        expect(page.locator(".sy-tiles")).to_have_count(0)

    browser(try_it, as_operator=False)


def test_a_task_is_found_opened_and_cancelled_after_a_question(browser: Browser) -> None:
    task = make_task(tags=("night",))
    make_task()

    def cancel(page: Page) -> None:
        page.goto(f"{browser.url}/admin/tasks/task/")
        expect(page.locator("#result_list tbody")).to_have_count(2)
        page.fill("#searchbar", "night")
        page.press("#searchbar", "Enter")
        expect(page.locator("#result_list tbody")).to_have_count(1)
        page.click("#result_list tbody th a")
        expect(page.locator(".sy-head")).to_contain_text(str(task.pk))
        expect(page.locator(".sy-why")).to_contain_text("No dispatcher")
        page.get_by_role("link", name="Cancel").click()
        expect(page.locator("#confirm-form")).to_contain_text("What waits is cancelled at once")
        page.get_by_role("button", name="Yes, cancel").click()
        expect(page.locator(".sy-head")).to_contain_text("cancelled")
        expect(page.get_by_text("1 task cancelled")).to_be_visible()

    browser(cancel)
    assert Task.objects.get(pk=task.pk).state == State.CANCELLED


def test_several_tasks_are_cancelled_from_the_list(browser: Browser) -> None:
    tenant = make_tenant()
    for _ in range(3):
        make_task(tenant)

    def cancel(page: Page) -> None:
        page.goto(f"{browser.url}/admin/tasks/task/")
        page.locator("input.action-select").nth(0).check()
        page.locator("input.action-select").nth(2).check()
        page.select_option("select[name=action]", "cancel")
        page.click("button[name=index]")
        expect(page.locator("#confirm-form li")).to_have_count(2)
        page.get_by_role("button", name="Yes, cancel").click()
        expect(page.get_by_text("2 tasks cancelled")).to_be_visible()

    browser(cancel)
    assert Task.objects.filter(state=State.CANCELLED).count() == 2


def test_the_page_of_a_task_follows_it_without_being_reloaded(browser: Browser) -> None:
    task = make_task()
    worker = make_worker("gpu-0")

    polled = threading.Event()

    def look(page: Page) -> None:
        page.on("response", lambda answer: polled.set() if "/live/" in answer.url else None)
        page.goto(f"{browser.url}/admin/tasks/task/{task.pk}/change/")
        expect(page.locator(".sy-head .sy-badge")).to_have_text("queued")
        expect(page.locator(".sy-head .sy-badge")).to_have_text("succeeded", timeout=15_000)
        expect(page.locator(".sy-facts")).to_contain_text("gpu-0")

    looking = browser.start(look)
    assert polled.wait(30)
    run_task(task.pk, to=State.SUCCEEDED, worker=worker)
    looking.result()


def test_a_hidden_tab_asks_for_nothing_and_catches_up_when_it_is_seen(browser: Browser) -> None:
    hide = "Object.defineProperty(document, 'hidden', {get: () => %s, configurable: true})"
    tell = "document.dispatchEvent(new Event('visibilitychange'))"

    def look(page: Page) -> int:
        asked: list[str] = []
        page.clock.install()
        page.goto(f"{browser.url}/admin/")
        page.on("request", lambda request: asked.append(request.url))
        page.evaluate(hide % "true")
        page.clock.run_for(60_000)
        before = sum("/live/" in url for url in asked)
        page.evaluate(hide % "false")
        with page.expect_response("**/overview/live/"):
            page.evaluate(tell)
        return before

    assert browser(look) == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_pages_follow_the_colours_that_the_system_asks_for(browser: Browser, dark: bool) -> None:
    task = make_task(state=State.FAILED)

    def lightness(page: Page) -> float:
        page.goto(f"{browser.url}/admin/tasks/task/{task.pk}/change/")
        page.wait_for_selector(".sy-head")
        found: float = page.evaluate(LIGHTNESS)
        return found

    assert (browser(lightness, dark=dark) < 0.3) is dark


# How light the page's background is, from 0 to 1, whatever notation the browser gives it in.
LIGHTNESS = """() => {
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.fillStyle = getComputedStyle(document.getElementById("main")).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
  return (red + green + blue) / 765;
}"""


def test_nothing_sticks_out_on_a_narrow_screen(browser: Browser) -> None:
    task = make_task(state=State.FAILED, tags=("a-rather-long-tag-that-somebody-once-made-up",))
    worker = make_worker("a-worker-with-a-rather-long-name.of.some.host")
    model = ModelRecord.objects.get(name=seed_bundled()[0])
    held = Held(model.name, "present", path="/srv/" + "models/" * 20, checksum="a" * 64)
    report_replicas(worker.pk, worker.host, [held], worker_name=worker.name)
    pages = [
        "/admin/",
        "/admin/tasks/task/",
        f"/admin/tasks/task/{task.pk}/change/",
        f"/admin/tasks/worker/{worker.pk}/change/",
        "/admin/tasks/queue/local/change/",
        "/admin/orchestration/apikey/add/",
        f"/admin/orchestration/modelrecord/{model.pk}/change/",
        f"/admin/orchestration/replica/{Replica.objects.get().pk}/change/",
    ]

    def widths(page: Page) -> dict[str, int]:
        found = {}
        for path in pages:
            page.goto(f"{browser.url}{path}")
            found[path] = page.evaluate("document.documentElement.scrollWidth")
        return found

    width = screenshots.NARROW[0]
    assert browser(widths, size=screenshots.NARROW) == dict.fromkeys(pages, width)


def test_a_key_is_made_for_a_tenant_that_is_found_by_typing(browser: Browser) -> None:
    make_tenant("acme")
    make_tenant("zebra")

    def make(page: Page) -> str:
        page.goto(f"{browser.url}/admin/orchestration/apikey/add/")
        page.click(".select2-selection")
        page.fill(".select2-search__field", "acm")
        page.click(".select2-results__option:has-text('acme')")
        page.fill("#id_name", "backend")
        page.get_by_role("button", name="Make the key").click()
        expect(page.locator(".sy-card h2")).to_have_text("The key backend of acme")
        return page.inner_text("#token")

    assert browser(make).startswith("sy_")


def test_a_queue_is_paused_on_its_page(browser: Browser) -> None:
    def pause(page: Page) -> None:
        page.goto(f"{browser.url}/admin/tasks/queue/local/change/")
        page.get_by_role("link", name="Pause").click()
        page.get_by_role("button", name="Yes, pause").click()
        expect(page.locator(".sy-head")).to_contain_text("paused")
        page.get_by_role("button", name="Resume").click()
        expect(page.locator(".sy-head")).to_contain_text("open")

    browser(pause)
    assert Queue.objects.get(name="local").paused_at is None


def test_the_program_for_screenshots_takes_small_pictures(browser: Browser, tmp_path: Path) -> None:
    make_task(state=State.FAILED)
    given = ["--url", browser.url, "--user", "operator", "--out", str(tmp_path)]
    password = ["--password", "a password of some length", "--only", "admin-task-narrow"]
    assert browser.apart(lambda: screenshots.main([*given, *password])) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["admin-task-narrow.png"]


def test_the_page_of_a_worker_shows_its_device_memory_and_copies_of_models(
    browser: Browser,
) -> None:
    worker = make_worker("gpu-0-1", device="gpu:0,1", resident=["switchyard-mini"], slots=16,
                         memory_bytes=9 * 2**30, memory_total_bytes=24 * 2**30,
                         budget_bytes=20 * 2**30)  # fmt: skip
    far = replace(TINY_RANDOM, name="far", size_bytes=4 * 2**30)
    seed_bundled()
    register(far)
    loaded = Held(SWITCHYARD_MINI.name, "resident", size_bytes=300_000, memory_bytes=2 * 2**30,
                  verified_at=datetime.now(UTC))  # fmt: skip
    coming = Held("far", "pulling", have_bytes=2**30)
    report_replicas(worker.pk, worker.host, [loaded, coming], worker_name=worker.name)
    make_task(state=State.RUNNING, worker=worker)

    def look(page: Page) -> None:
        page.goto(f"{browser.url}/admin/tasks/worker/{worker.pk}/change/")
        times = page.locator(".sy-times")
        for words in ("gpu:0,1", "1 of 16 slots", "9.0 GiB of 24.0 GiB", "2.0 GiB of 20.0 GiB"):
            expect(times).to_contain_text(words)
        rows = page.locator(".sy-table").first.locator("tbody tr")
        expect(rows.nth(0)).to_contain_text("1.0 GiB of 4.0 GiB")
        expect(rows.nth(0).locator(".sy-badge")).to_have_text("pulling")
        expect(rows.nth(1).locator(".sy-badge")).to_have_text("resident")

    browser(look)
