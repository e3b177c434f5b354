"""Why a task is served where it is: stored with it, read by its owner, shown to operators."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from orchestration.ids import uuid7
from orchestration.routing.choosing import choose
from orchestration.routing.decision import Decision, LeftOut
from orchestration.routing.fleet import Fleet
from tasks.models import Task, TaskRouting
from tasks.selectors.routing import get_routing
from tasks.services import routing
from tasks.services.submission import SubmitRequest, submit
from tests.factories import make_client, make_task, make_tenant, submitter_of
from tests.people import browser_of, superuser
from tests.unit.fleets import NOW, outside, small, wants

pytestmark = pytest.mark.django_db


def decided(**wishes: Any) -> Decision:
    """Return a decision between two models, of which one may not be asked."""
    asked = wants("local_first", **wishes)
    return choose(asked, Fleet((small(), outside(), outside(model="off", enabled=False))), NOW)


def test_a_decision_is_stored_with_its_task_and_read_back() -> None:
    tenant = make_tenant()
    decision = decided()

    request = SubmitRequest(kind="echo", input={"a": 1})
    sent = submit(request, submitter_of(tenant), routing=decision)

    found = get_routing(sent.task_id, tenant_id=tenant.pk)
    assert found is not None
    assert found.decision == decision
    assert get_routing(sent.task_id, tenant_id=None) == found, "operators see it, too"


def test_a_task_that_was_not_routed_has_none() -> None:
    task = make_task()
    assert get_routing(task.pk, tenant_id=task.tenant_id) is None
    assert not TaskRouting.objects.exists()


def test_the_latest_decision_stays_and_commits_with_its_caller() -> None:
    task = make_task()
    first, second = decided(), decided(specialty="forex")
    assert routing.record(task.pk, first, tenant_id=task.tenant_id)
    with transaction.atomic():
        routing.record(task.pk, second, tenant_id=task.tenant_id)
        transaction.set_rollback(True)
    found = get_routing(task.pk, tenant_id=task.tenant_id)
    assert found is not None
    assert found.decision == first

    assert routing.record(task.pk, second, tenant_id=task.tenant_id)
    found = get_routing(task.pk, tenant_id=task.tenant_id)
    assert found is not None
    assert found.decision == second


def test_of_another_tenants_task_nothing_is_written_or_read() -> None:
    task, stranger = make_task(), make_tenant()
    assert not routing.record(task.pk, decided(), tenant_id=stranger.pk)
    assert not routing.record(uuid7(), decided(), tenant_id=task.tenant_id)
    assert not TaskRouting.objects.exists()

    routing.record(task.pk, decided(), tenant_id=task.tenant_id)
    assert get_routing(task.pk, tenant_id=stranger.pk) is None


def test_of_many_that_were_left_out_the_first_are_kept_and_the_rest_counted() -> None:
    many = tuple(LeftOut(f"p/model-{number}", ("It is switched off.",)) for number in range(60))
    stored = Decision.from_dict(routing.stored_form(Decision("cheapest", (), many, ("A note.",))))
    assert stored.left_out == many[: routing.MOST_LEFT_OUT]
    assert stored.notes == ("A note.", "10 more were left out; they are not kept.")


def test_rest_gives_the_decision_to_who_asks_for_it() -> None:
    tenant, client = make_client()
    _, outsider = make_client()
    decision = decided()
    request = SubmitRequest(kind="echo", input={"a": 1})
    path = f"/api/v1/tasks/{submit(request, submitter_of(tenant), routing=decision).task_id}"

    both = client.get(f"{path}?include=routing&include=input").json()
    assert Decision.from_dict(both["routing"]) == decision
    assert both["input"] == {"a": 1}
    assert "routing" not in client.get(path).json()
    assert outsider.get(f"{path}?include=routing").status_code == 404
    refused = client.get(f"{path}?include=everything")
    assert refused.status_code == 400
    assert "input, routing" in refused.json()["mend"]


def test_the_tasks_page_shows_routes_in_order_with_reasons() -> None:
    task = make_task()
    routing.record(task.pk, decided(), tenant_id=task.tenant_id)
    page = browser_of(superuser()).get(f"/admin/tasks/task/{task.pk}/change/").content.decode()

    shown = [page.index(text) for text in ("1. local/small", "2. openai/large", "openai/off")]
    assert shown == sorted(shown)
    for text in ("It runs here.", "It is switched off.", "Chosen without intent"):
        assert text in page


def test_the_record_has_a_page_of_its_own() -> None:
    task = make_task()
    routing.record(task.pk, decided(), tenant_id=task.tenant_id)
    browser = browser_of(superuser())
    listed = browser.get("/admin/tasks/taskrouting/").content.decode()
    assert str(task.pk)[:8] in listed
    page = browser.get(f"/admin/tasks/taskrouting/{task.pk}/change/").content.decode()
    assert "It runs here." in page


def test_the_decision_goes_with_its_task() -> None:
    task = make_task()
    routing.record(task.pk, decided(), tenant_id=task.tenant_id)
    Task.objects.filter(pk=task.pk).delete()
    assert not TaskRouting.objects.exists()
