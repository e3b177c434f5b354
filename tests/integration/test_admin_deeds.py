"""What people do in the admin: it asks before it destroys, calls the services, and is audited."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from orchestration.access.records import ApiKey, AuditEntry, Tenant
from orchestration.access.services import authenticate, create_key
from orchestration.registry.bundled import TINY_RANDOM
from orchestration.registry.records import ModelRecord, Replica
from orchestration.registry.services import register, seed_bundled
from tasks.lifecycle import Priority, State
from tasks.models import Attempt, Event, Queue, Schedule, Task, TaskPayload, Worker
from tasks.services import schedules
from tasks.services.batches import submit_batch
from tests.factories import make_task, make_tenant, make_worker, submitter_of
from tests.people import browser_of, superuser

pytestmark = pytest.mark.django_db
YES = {"confirmed": "yes"}


@pytest.fixture
def browser() -> Client:
    return browser_of(superuser())


def url_of(row: Model, deed: str) -> str:
    """Return the address of a deed on one row."""
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_do_{deed}", args=[row.pk])


def said(answer: Any) -> str:
    """Return the messages that the next page shows, without tags."""
    text = " ".join(str(message) for message in get_messages(answer.wsgi_request))
    return re.sub(r"<[^>]+>", "", text)


def state_of(task: Task) -> str:
    """Return where a task is now."""
    return Task.objects.values_list("state", flat=True).get(pk=task.pk)


def audited() -> list[tuple[str, str, str, str]]:
    """Return the audit log, oldest first."""
    rows = AuditEntry.objects.order_by("pk")
    return list(rows.values_list("actor", "action", "subject_type", "subject_id"))


def on_selection(client: Client, deed: str, rows: list[Any], **data: Any) -> Any:
    """Run an action of a list on several rows."""
    meta = rows[0]._meta
    url = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    chosen = {"action": deed, "_selected_action": [str(row.pk) for row in rows]}
    return client.post(url, {**chosen, **data})


def test_cancelling_asks_first_and_changes_nothing_until_then(browser: Client) -> None:
    task = make_task()
    for answer in (browser.get(url_of(task, "cancel")), browser.post(url_of(task, "cancel"))):
        assert "Yes, cancel" in answer.content.decode()
    assert state_of(task) == State.QUEUED
    assert audited() == []


def test_a_confirmed_cancel_is_done_told_and_audited(browser: Client) -> None:
    task = make_task()
    answer = browser.post(url_of(task, "cancel"), YES)
    assert answer["Location"].endswith(f"/admin/tasks/task/{task.pk}/change/")
    assert state_of(task) == State.CANCELLED
    assert "1 task cancelled" in said(answer)
    assert audited() == [("user:operator", "cancel", "task", str(task.pk))]
    assert Event.objects.filter(task=task, type="cancelled", actor="user:operator").exists()


def test_a_running_task_is_asked_to_stop_and_the_message_says_so(browser: Client) -> None:
    task = make_task(state=State.RUNNING)
    answer = browser.post(url_of(task, "cancel"), YES)
    assert "asked to stop" in said(answer)
    assert Task.objects.get(pk=task.pk).cancel_requested_at is not None


def test_an_action_on_several_says_what_was_left_out_and_why(browser: Client) -> None:
    waiting, done = make_task(), make_task(state=State.SUCCEEDED)
    asked = on_selection(browser, "cancel", [waiting, done])
    assert "Cancel: 2 tasks" in asked.content.decode()
    answer = on_selection(browser, "cancel", [waiting, done], **YES)
    assert "1 task cancelled" in said(answer)
    assert "1 task left out" in said(answer)
    assert "has already succeeded" in said(answer)
    assert state_of(waiting) == State.CANCELLED
    assert [entry[3] for entry in audited()] == [str(waiting.pk)]


def test_a_failed_task_is_retried_as_a_new_one(browser: Client) -> None:
    task = make_task(state=State.FAILED)
    browser.post(url_of(task, "retry"), YES)
    again = Task.objects.get(replay_of=task.pk)
    assert again.state == State.QUEUED
    assert state_of(task) == State.FAILED
    assert audited()[0][1] == "retry"


def test_what_succeeded_is_replayed_but_not_retried(browser: Client) -> None:
    task = make_task(state=State.SUCCEEDED)
    assert "left out" in said(browser.post(url_of(task, "retry"), YES))
    browser.post(url_of(task, "replay"), YES)
    assert Task.objects.filter(replay_of=task.pk).count() == 1


def test_reprioritising_asks_for_the_level(browser: Client) -> None:
    task = make_task()
    assert "New level" in browser.get(url_of(task, "reprioritise")).content.decode()
    browser.post(url_of(task, "reprioritise"), {**YES, "priority": "4"})
    assert Task.objects.get(pk=task.pk).priority == Priority.CRITICAL
    assert AuditEntry.objects.get().detail == {"priority": 4}


def test_an_unknown_level_is_refused_at_its_field(browser: Client) -> None:
    task = make_task()
    answer = browser.post(url_of(task, "reprioritise"), {**YES, "priority": "9"})
    assert "not one of the available choices" in answer.content.decode()
    assert Task.objects.get(pk=task.pk).priority == Priority.NORMAL


def test_reprioritising_what_runs_shows_why_not_in_the_form(browser: Client) -> None:
    task = make_task(state=State.RUNNING)
    answer = browser.post(url_of(task, "reprioritise"), {**YES, "priority": "4"})
    assert "no longer waits" in answer.content.decode()


def test_a_dead_letter_is_dismissed_without_a_question(browser: Client) -> None:
    task = make_task(state=State.FAILED)
    browser.post(url_of(task, "dismiss"))
    assert Task.objects.get(pk=task.pk).dismissed_at is not None


def test_looking_at_a_deeds_address_does_nothing(browser: Client) -> None:
    task = make_task(state=State.FAILED)
    browser.get(url_of(task, "dismiss"))
    assert Task.objects.get(pk=task.pk).dismissed_at is None


def test_the_truth_of_a_task_cannot_be_posted(browser: Client) -> None:
    task = make_task()
    url = reverse("admin:tasks_task_change", args=[task.pk])
    browser.post(url, {"state": "succeeded", "epoch": 9, "attempts": 7})
    row = Task.objects.get(pk=task.pk)
    assert (row.state, row.epoch, row.attempts) == (State.QUEUED, 0, 0)
    delete = reverse("admin:tasks_task_delete", args=[task.pk])
    assert browser.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("name", ["attempt", "event", "taskpayload", "taskresult", "worker"])
def test_facts_can_be_neither_added_nor_changed_nor_deleted(browser: Client, name: str) -> None:
    task = make_task(state=State.SUCCEEDED)
    rows: dict[str, Model | None] = {
        "attempt": Attempt.objects.first(),
        "event": Event.objects.first(),
        "worker": Worker.objects.first(),
    }
    row = rows.get(name) or task
    assert browser.get(f"/admin/tasks/{name}/add/").status_code == 403
    delete = browser.post(f"/admin/tasks/{name}/{row.pk}/delete/", {"post": "yes"})
    assert delete.status_code == 403
    browser.post(f"/admin/tasks/{name}/{row.pk}/change/", {"epoch": "5", "slots": "99"})
    assert not Attempt.objects.filter(epoch=5).exists()
    assert not Worker.objects.filter(slots=99).exists()


def test_a_task_is_submitted_for_a_tenant_in_the_operators_name(browser: Client) -> None:
    tenant = make_tenant("acme")
    body = {"tenant": tenant.pk, "kind": "echo", "input": '{"message": "hi"}', "priority": "HIGH",
            "device": "any", "max_attempts": 2, "tags": "one, two"}  # fmt: skip
    answer = browser.post("/admin/tasks/task/add/", body)
    task = Task.objects.get()
    assert answer["Location"].endswith(f"{task.pk}/change/")
    assert (task.tenant, task.priority, task.max_attempts) == (tenant, Priority.HIGH, 2)
    payload = TaskPayload.objects.get()
    assert (payload.submitted_by, payload.tags) == ("user:operator", ["one", "two"])
    assert audited() == [("user:operator", "submit", "task", str(task.pk))]


@pytest.mark.parametrize(("changes", "words"), [
    ({"input": "{"}, "This is no JSON"),
    ({"input": "[1]"}, "Send a JSON object"),
    ({"kind": "embedding"}, "input.texts"),
    ({"queue": "nowhere"}, "there is no such queue"),
    ({"device": "tpu"}, "device"),
    ({"tenant": ""}, "This field is required"),
    ({"tags": "x" * 65}, "tag"),
    ({"deadline": "2001-01-01T00:00"}, "has passed already"),
], ids=str)  # fmt: skip
def test_a_wrong_submission_names_the_field_and_stores_nothing(
    browser: Client, changes: dict[str, str], words: str
) -> None:
    tenant = make_tenant("acme")
    body = {"tenant": str(tenant.pk), "kind": "echo", "input": "{}", "priority": "NORMAL",
            "device": "any", "max_attempts": "1"}  # fmt: skip
    answer = browser.post("/admin/tasks/task/add/", {**body, **changes})
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Task.objects.exists()


def test_a_queue_is_paused_resumed_and_limited(browser: Client) -> None:
    make_tenant()
    queue = Queue.objects.get(name="local")
    browser.get(url_of(queue, "pause"))
    assert Queue.objects.get(name="local").paused_at is None
    browser.post(url_of(queue, "pause"), YES)
    assert Queue.objects.get(name="local").paused_at is not None
    browser.post(url_of(queue, "resume"))
    assert Queue.objects.get(name="local").paused_at is None
    browser.post(url_of(queue, "limit"), {**YES, "max_running": "3", "max_waiting": ""})
    limited = Queue.objects.get(name="local")
    assert (limited.max_running, limited.max_waiting) == (3, None)
    assert [entry[1] for entry in audited()] == ["pause", "resume", "limit"]
    assert 'value="3"' in browser.get(url_of(limited, "limit")).content.decode()


@pytest.mark.parametrize("number", ["-1", "2147483648", "many"])
def test_a_limit_that_is_none_is_refused(browser: Client, number: str) -> None:
    make_tenant()
    queue = Queue.objects.get(name="local")
    answer = browser.post(url_of(queue, "limit"), {**YES, "max_running": number})
    assert answer.status_code == 200
    assert Queue.objects.get(name="local").max_running is None


def test_a_worker_is_drained_after_a_question(browser: Client) -> None:
    worker = make_worker()
    assert "takes nothing more" in browser.get(url_of(worker, "drain")).content.decode()
    browser.post(url_of(worker, "drain"), YES)
    assert Worker.objects.get(pk=worker.pk).state == "draining"
    assert audited() == [("user:operator", "drain", "worker", str(worker.pk))]


def test_a_batch_is_cancelled_as_one(browser: Client) -> None:
    tenant = make_tenant()
    bodies = [{"kind": "echo", "input": {}}] * 3
    batch = submit_batch(bodies, submitter_of(tenant), name="three")
    url = reverse("admin:tasks_batch_do_cancel", args=[batch.batch_id])
    assert "three (3 tasks)" in said(browser.post(url, YES))
    assert set(Task.objects.values_list("state", flat=True)) == {"cancelled"}


def schedule_of(tenant: Tenant, **changes: Any) -> Schedule:
    """Make a schedule that fires each hour."""
    body = {"kind": "echo", "input": {}}
    values = {"name": "hourly", "cron": "0 * * * *", "body": body, "by": submitter_of(tenant)}
    return schedules.create(tenant.pk, **{**values, **changes})


def test_a_schedule_is_added_changed_switched_run_and_deleted(browser: Client) -> None:
    tenant = make_tenant()
    given = {"tenant": str(tenant.pk), "name": "daily", "cron": "0 6 * * *", "time_zone": "UTC",
             "overlap": "skip", "missed": "once",
             "body": '{"kind": "echo", "input": {}}'}  # fmt: skip
    browser.post("/admin/tasks/schedule/add/", given)
    schedule = Schedule.objects.get()
    browser.post(url_of(schedule, "disable"))
    assert Schedule.objects.get().enabled is False
    browser.post(url_of(schedule, "enable"))
    assert Schedule.objects.get().enabled is True
    browser.post(url_of(schedule, "edit"), {**YES, **given, "cron": "30 7 * * *"})
    assert Schedule.objects.get().cron == "30 7 * * *"
    browser.post(url_of(schedule, "run"), YES)
    assert Task.objects.get().schedule_id == schedule.pk
    answer = browser.post(url_of(schedule, "delete"), YES)
    assert answer["Location"] == "/admin/tasks/schedule/"
    assert not Schedule.objects.exists()
    assert Task.objects.count() == 1
    assert [e[1] for e in audited()] == ["add", "disable", "enable", "edit", "run", "delete"]


def test_a_wrong_cron_line_is_refused_at_its_field(browser: Client) -> None:
    schedule = schedule_of(make_tenant())
    given = {"name": "x", "cron": "every day", "time_zone": "UTC", "overlap": "skip",
             "missed": "once", "body": json.dumps(schedule.body)}  # fmt: skip
    answer = browser.post(url_of(schedule, "edit"), {**YES, **given})
    assert "must have five fields" in answer.content.decode()
    assert Schedule.objects.get().cron == "0 * * * *"


def test_a_keys_token_is_shown_once_and_opens_the_api(browser: Client) -> None:
    tenant = make_tenant("acme")
    given = {"tenant": str(tenant.pk), "name": "backend", "scopes": ["tasks:read"],
             "max_priority": "2"}  # fmt: skip
    answer = browser.post("/admin/orchestration/apikey/add/", given)
    found = re.search(r'<code id="token">([^<]+)</code>', answer.content.decode())
    assert found is not None
    token = found[1]
    principal = authenticate(token)
    assert principal is not None
    assert (principal.tenant_id, principal.max_priority) == (tenant.pk, 2)
    assert principal.scopes == {"tasks:read"}
    assert "no-store" in answer["Cache-Control"]
    key = ApiKey.objects.get()
    for page in ("/admin/", "/admin/orchestration/apikey/", "/admin/orchestration/auditentry/",
                 f"/admin/orchestration/apikey/{key.pk}/change/"):  # fmt: skip
        assert token not in browser.get(page).content.decode()
    assert token not in json.dumps(dict(browser.session))
    assert audited() == [("user:operator", "create", "api_key", str(key.pk))]


def test_a_second_key_of_the_same_name_is_refused(browser: Client) -> None:
    tenant = make_tenant("acme")
    create_key(tenant, "backend")
    given = {"tenant": str(tenant.pk), "name": "backend", "scopes": ["tasks:read"],
             "max_priority": "2"}  # fmt: skip
    answer = browser.post("/admin/orchestration/apikey/add/", given)
    assert "has a key of this name already" in answer.content.decode()
    assert ApiKey.objects.count() == 1


def test_a_revoked_key_opens_nothing(browser: Client) -> None:
    key, token = create_key(make_tenant(), "backend")
    browser.post(url_of(key, "revoke"), YES)
    assert authenticate(token) is None
    assert audited() == [("user:operator", "revoke", "api_key", str(key.pk))]


def test_a_tenants_weight_and_limits_are_changed_and_audited(browser: Client) -> None:
    tenant = make_tenant("acme")
    url = reverse("admin:orchestration_tenant_change", args=[tenant.pk])
    given = {"name": "acme", "weight": "2.5", "max_running": "4", "max_waiting": ""}
    assert browser.post(url, given).status_code == 302
    row = Tenant.objects.get(pk=tenant.pk)
    assert (row.weight, row.max_running) == (2.5, 4)
    entry = AuditEntry.objects.get()
    assert entry.detail == {"fields": ["Weight", "Max running"]}
    assert browser.post(url, {**given, "weight": "0"}).status_code == 200
    delete = reverse("admin:orchestration_tenant_delete", args=[tenant.pk])
    assert browser.post(delete, {"post": "yes"}).status_code == 403


def test_a_model_is_made_the_default_and_switched(browser: Client) -> None:
    seed_bundled()
    first = ModelRecord.objects.filter(is_default=True).first()
    assert first is not None
    other = ModelRecord.objects.get(pk=first.pk)
    other.pk, other.name, other.is_default = ModelRecord().pk, "other", False
    other.save(force_insert=True)
    assert "left out" in said(browser.post(url_of(first, "disable"), YES))
    browser.post(url_of(other, "default"), YES)
    assert ModelRecord.objects.get(task=first.task, is_default=True).name == "other"
    browser.post(url_of(first, "disable"), YES)
    assert ModelRecord.objects.get(pk=first.pk).enabled is False
    browser.post(url_of(first, "enable"))
    assert ModelRecord.objects.get(pk=first.pk).enabled is True
    assert [e[1] for e in audited()] == ["default", "disable", "enable"]


def test_workers_are_asked_to_pull_a_model(browser: Client) -> None:
    seed_bundled()
    make_worker("gpu-0", device="gpu:0")
    model = register(replace(TINY_RANDOM, name="far", location="far.gguf", source="org/far"))
    refused = browser.post(url_of(model, "pull"), {**YES, "worker": "gpu-7"})
    assert "those that are live: gpu-0" in refused.content.decode()
    assert "far by gpu-0" in said(browser.post(url_of(model, "pull"), {**YES, "worker": ""}))
    assert Replica.objects.get().wanted_by == "user:operator"
    assert [e[1] for e in audited()] == ["pull"]


def test_a_periodic_job_is_switched(browser: Client) -> None:
    every = IntervalSchedule.objects.create(every=1, period="hours")
    job = PeriodicTask.objects.create(name="mine", task="tasks.jobs.prune", interval=every)
    for action, enabled in (("disable", False), ("enable", True)):
        browser.post(url_of(job, action))
        job.refresh_from_db()
        assert job.enabled is enabled


def test_a_new_superuser_is_audited(browser: Client) -> None:
    given = {"username": "second", "password1": "a password of some length",
             "password2": "a password of some length", "usable_password": "true"}  # fmt: skip
    assert browser.post("/admin/auth/user/add/", given).status_code == 302
    user = User.objects.get(username="second")
    assert audited() == [("user:operator", "add", "user", str(user.pk))]
