"""Every page of the admin renders, with rows and without, and says what people look for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from dashboard.admin.base import RecordAdmin
from orchestration.access.records import Tenant
from orchestration.access.services import create_key
from orchestration.cache.records import CacheHour
from orchestration.conversations import services as conversations
from orchestration.ids import uuid7
from orchestration.kinds.catalogue import get_kind, validate_input
from orchestration.management.catalogue import seed_shipped
from orchestration.policies.services import set_policy
from orchestration.prompts import labels
from orchestration.prompts import services as prompts
from orchestration.prompts.drafts import Draft
from orchestration.prompts.draws import Target
from orchestration.registry.records import ModelRecord, Replica
from orchestration.registry.replicas import Held, report_replicas
from orchestration.registry.services import seed_bundled
from orchestration.routing.asked import Policy
from orchestration.usage.call_limits import Subject, set_call_limit
from orchestration.usage.records import Delay
from tasks.lifecycle import State
from tasks.models import LedgerEntry, Pace, Queue, Schedule, Task, TaskResult
from tasks.services import queues, schedules, webhooks
from tasks.services.batches import submit_batch
from tests.factories import (
    ERROR,
    make_leader,
    make_task,
    make_tenant,
    make_worker,
    submitter_of,
)
from tests.integration.file_batches.acts import line, look, make_batch, step
from tests.kept import keep
from tests.memories import make_memory
from tests.people import browser_of, superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    return browser_of(superuser())


def text_of(client: Client, url: str) -> str:
    """Return a page as it is read: tags stay, white space does not."""
    answer = client.get(url)
    assert answer.status_code == 200, f"{url}: {answer.status_code} {answer.headers}"
    return " ".join(answer.content.decode().split())


def page_of(client: Client, row: Model) -> str:
    """Return the page of one row."""
    return text_of(client, url_of(row))


def url_of(row: Model, page: str = "change") -> str:
    """Return the address of one row's page."""
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[row.pk])


def make_everything() -> None:
    """Make a row of each record, through the services where there is one."""
    tenant = make_tenant("acme")
    make_leader()
    worker = make_worker("gpu-0", device="gpu:0", held=("tiny",))
    url, events = "https://example.com/hooks", ["task.failed"]
    webhooks.create(tenant.pk, url=url, events=events, by="key:test")
    make_task(tenant, state=State.FAILED, worker=worker, tags=("night",), idempotency_key="k-1")
    succeeded = make_task(tenant, state=State.SUCCEEDED, worker=worker)
    LedgerEntry.objects.create(task=succeeded, epoch=1, entry={"n": 1})
    submit_batch([{"kind": "echo", "input": {}}], submitter_of(tenant), name="import")
    make_file_batches(tenant)
    body = {"kind": "echo", "input": {}}
    schedules.create(tenant.pk, name="hourly", cron="0 * * * *", body=body, by=submitter_of(tenant))
    create_key(tenant, "backend")
    keep(tenant, "What is Ada's name?", "Lovelace")
    CacheHour.objects.create(
        tenant=tenant, hour=datetime.now(UTC), provider="cerebras", model="llama", hits=3
    )
    Pace.objects.create(demand="echo/any/", run_p10_s=0.1, run_p50_s=1, run_p90_s=70, samples=9)
    Delay.objects.create(provider="cerebras", model="llama", first_token_ms=[90], ms=[900, 1100])
    name = seed_bundled()[0]
    report_replicas(worker.pk, "test", [Held(name, "present")], worker_name="gpu-0")
    seed_shipped()
    set_call_limit(Subject(tenant), concurrent=3, actor="key:test")
    set_policy(tenant, Policy(local_only=True), actor="key:test")
    make_memory(tenant)
    prompts.create("greeting", Draft(text="Hello {{ name }}"), by="key:test", tenant_id=tenant.pk)
    labels.point("greeting", "production", [Target(1)], by="key:test", tenant_id=tenant.pk)
    talk = conversations.create(tenant_id=tenant.pk, title="Trains", metadata={"a": 1})
    said = conversations.Said({"role": "user", "content": "When?"})
    conversations.append(talk.id, [said], tenant_id=tenant.pk)


def make_file_batches(tenant: Tenant) -> None:
    """Make one that is at work, with a line of each sort, and one whose file is wrong."""
    tried = make_batch(tenant, [line("fine"), line("refused", {"model": "nobody"})])
    for _ in range(2):
        step()
    assert look(tried).submitted == 2
    wrong = make_batch(tenant, ["no json"])
    step()
    assert look(wrong).stage == "failed"


def every_admin() -> Iterator[tuple[str, type[Model], RecordAdmin[Any]]]:
    """Yield each record with the beginning of its URL names."""
    for model, record_admin in admin.site._registry.items():
        assert isinstance(record_admin, RecordAdmin)
        yield f"admin:{model._meta.app_label}_{model._meta.model_name}", model, record_admin


def test_every_list_and_form_renders_without_rows(browser: Client) -> None:
    for name, _, record_admin in every_admin():
        text_of(browser, reverse(f"{name}_changelist"))
        if record_admin.may_add:
            text_of(browser, reverse(f"{name}_add"))


def test_every_list_search_page_and_question_renders_with_rows(browser: Client) -> None:
    make_everything()
    for name, model, record_admin in every_admin():
        text_of(browser, reverse(f"{name}_changelist"))
        for words in ("nothing", str(uuid7()), "7", "a\x00b"):
            answer = browser.get(reverse(f"{name}_changelist"), {"q": words})
            assert answer.status_code == 200, f"{name} searched for {words!r}"
        for row in model._default_manager.all()[:3]:
            page_of(browser, row)
            text_of(browser, url_of(row, "history"))
            for deed in getattr(record_admin, "deeds", ()):
                text_of(browser, url_of(row, f"do_{deed.name}"))


def test_a_page_that_does_not_exist_leads_back_instead_of_failing(browser: Client) -> None:
    for name, _, _ in every_admin():
        answer = browser.get(reverse(f"{name}_change", args=["no-such-thing"]))
        assert answer.status_code == 302, name


def test_the_overview_counts_and_names_what_matters(browser: Client) -> None:
    make_everything()
    queues.pause("ingest", by="user:test")
    text = text_of(browser, "/admin/")
    assert "leads the dispatchers" in text
    assert "gpu-0" in text
    assert "on purpose" in text
    assert "sy-paused" in text
    assert "http://127.0.0.1:8002" in text


def test_the_overview_says_that_nobody_leads(browser: Client) -> None:
    make_tenant()
    assert "No dispatcher leads" in text_of(browser, "/admin/")


def test_the_poll_renders_the_fragment_of_the_first_page(browser: Client) -> None:
    make_everything()
    fragment = text_of(browser, "/admin/overview/live/")
    assert "<html" not in fragment
    assert "Latest failures" in fragment


def test_a_failed_task_shows_error_attempts_and_timeline(browser: Client) -> None:
    task = make_task(state=State.FAILED, tags=("night",), idempotency_key="k-1")
    text = page_of(browser, task)
    for part in ("sy-failed", ERROR["title"], ERROR["detail"], "no. 1", "submitted", "started",
                 "night", "k-1", "Retry", "Dismiss", "Waited", "Ran"):  # fmt: skip
        assert part in text, part
    assert "Why it waits" not in text


def test_a_problem_names_field_value_and_mend(browser: Client) -> None:
    task = make_task(state=State.FAILED)
    error = {**ERROR, "field": "input.texts", "value": "''", "mend": "Send some text."}
    TaskResult.objects.filter(task=task).update(error=error)
    text = page_of(browser, task)
    assert "input.texts" in text
    assert "Send some text." in text


def test_a_waiting_task_says_why(browser: Client) -> None:
    task = make_task()
    text = page_of(browser, task)
    assert "Why it waits" in text
    assert "No dispatcher" in text
    assert "Cancel" in text


def test_a_running_task_links_to_its_worker(browser: Client) -> None:
    worker = make_worker("gpu-0")
    task = make_task(state=State.RUNNING, worker=worker)
    text = page_of(browser, task)
    assert url_of(worker) in text
    assert "data-live" in text


def test_a_task_that_ended_is_polled_no_more(browser: Client) -> None:
    task = make_task(state=State.SUCCEEDED)
    assert "data-live" not in page_of(browser, task)
    assert browser.get(url_of(task, "live"))["X-Live"] == "over"


def test_a_pruned_task_ends_the_poll(browser: Client) -> None:
    task = make_task()
    url = url_of(task, "live")
    Task.objects.all().delete()
    assert browser.get(url).status_code == 204


def test_input_and_result_are_escaped_and_can_be_had_whole(browser: Client) -> None:
    script = "<script>alert(1)</script>"
    task = make_task(state=State.SUCCEEDED, body={"message": script}, result={"text": script})
    text = page_of(browser, task)
    assert script not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    for part in ("input", "result"):
        url = reverse("admin:tasks_task_json", args=[task.pk, part])
        assert script in browser.get(url).content.decode()


def test_a_vector_is_cut_and_large_json_folded(browser: Client) -> None:
    vector = [0.5] * 384
    result = {"embeddings": [vector], "more": {f"key {n}": n for n in range(60)}}
    text = page_of(browser, make_task(state=State.SUCCEEDED, result=result))
    assert "376 more numbers" in text
    assert "<details" in text


def test_an_image_in_the_input_is_cut_and_its_task_stays_readable(browser: Client) -> None:
    url = "data:image/png;base64," + "iVBORw0KGgo" * 1000
    text = page_of(browser, make_task(body={"image": url, "question": "What is it?"}))
    assert "10,960 more characters" in text
    assert "What is it?" in text
    assert url not in text


def test_the_form_for_a_task_starts_with_an_input_that_its_kind_takes(browser: Client) -> None:
    answer = browser.get(reverse("admin:tasks_task_add"))
    form = answer.context["form"]
    kind = form.fields["kind"].choices[0][0]
    assert validate_input(get_kind(kind), form.fields["input"].initial)


def test_sizes_of_models_and_replicas_are_shown_in_units(browser: Client) -> None:
    name, worker = seed_bundled()[0], make_worker("gpu-0")
    held = Held(name, "resident", size_bytes=3 * 2**20, memory_bytes=5 * 2**30)
    report_replicas(worker.pk, worker.host, [held], worker_name=worker.name)
    ModelRecord.objects.filter(name=name).update(size_bytes=3 * 2**20)
    assert "3.0 MiB" in page_of(browser, ModelRecord.objects.get(name=name))
    copy = page_of(browser, Replica.objects.get())
    assert "3.0 MiB" in copy
    assert "5.0 GiB" in copy


def test_a_parent_shows_its_children(browser: Client) -> None:
    parent = make_task(state=State.WAITING)
    text = page_of(browser, parent)
    child = Task.objects.filter(parent=parent).first()
    assert child is not None
    assert url_of(child) in text
    assert "children" in text.lower()


def test_a_worker_shows_device_models_and_what_it_runs(browser: Client) -> None:
    worker = make_worker("gpu-0", device="gpu:1", held=("tiny",), resident=["tiny"])
    task = make_task(state=State.RUNNING, worker=worker)
    text = page_of(browser, worker)
    for part in ("gpu:1", "tiny", "1 of 4 slots", url_of(task), "Drain", "sleep"):
        assert part in text, part


def test_a_queue_shows_load_limits_and_since_when_it_is_paused(browser: Client) -> None:
    make_task()
    queues.pause("local", by="user:test")
    queues.set_limits("local", max_running=7, max_waiting=None, by="user:test")
    text = page_of(browser, Queue.objects.get(name="local"))
    for part in ("sy-paused", "since", ">7<", "no limit", "Resume"):
        assert part in text, part
    assert ">Pause<" not in text


def test_a_schedule_that_cannot_submit_shows_its_error(browser: Client) -> None:
    tenant = make_tenant()
    schedule = schedules.create(
        tenant.pk, name="s", cron="0 * * * *", body={"kind": "echo", "input": {}},
        by=submitter_of(tenant),
    )  # fmt: skip
    Schedule.objects.filter(pk=schedule.pk).update(last_error=ERROR)
    assert ERROR["title"] in page_of(browser, schedule)


def test_a_scheduled_task_shows_its_time(browser: Client) -> None:
    at = datetime.now(UTC) + timedelta(days=3, minutes=5)
    text = page_of(browser, make_task(state=State.SCHEDULED, scheduled_for=at))
    assert "in 3 d" in text
    assert "starts no earlier" in text
