"""Who did something is named as people know them, on every page."""

import pytest
from django.test import Client
from django.urls import reverse

from dashboard.actors import actor_shown, actors_shown
from orchestration.access.services import audit, create_key
from orchestration.ids import uuid7
from tasks.lifecycle import State
from tasks.models import Event, Schedule, Task
from tasks.services import schedules
from tasks.services.submission import SubmitRequest, Submitter, submit
from tests.factories import make_task, make_tenant, submitter_of
from tests.integration.test_admin_pages import page_of, text_of
from tests.people import browser_of, superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser() -> Client:
    return browser_of(superuser())


@pytest.fixture
def key() -> Submitter:
    """Who submits with the key `backend`."""
    tenant = make_tenant()
    made, _ = create_key(tenant, "backend")
    return Submitter(tenant_id=tenant.pk, actor=f"key:{made.pk}", diagnostics=True)


def link(actor: str) -> str:
    sort, _, name = actor.partition(":")
    url = reverse("admin:orchestration_apikey_change", args=[name])
    return f'<span>{sort} <a href="{url}" title="{actor}">backend</a></span>'


def test_keys_and_users_are_named_and_others_are_left_as_they_are() -> None:
    person = superuser("ada")
    url = reverse("admin:auth_user_change", args=[person.pk])
    gone = f"key:{uuid7()}"
    actors = ["user:ada", "user:gone", gone, "key:test", "system:seed", "worker", ""]
    shown = actors_shown(actors)
    assert shown.pop("user:ada") == f'<span>user <a href="{url}" title="user:ada">ada</a></span>'
    assert shown == {each: each for each in actors[1:]}
    assert actor_shown("") == "-"


def test_a_keys_name_cannot_break_out_of_its_link() -> None:
    made, _ = create_key(make_tenant(), "<script>")
    assert "&lt;script&gt;" in actor_shown(f"key:{made.pk}")


def test_all_actors_of_a_page_take_one_query(
    key: Submitter, django_assert_num_queries: object
) -> None:
    tenant = make_tenant()
    keys = [f"key:{create_key(tenant, str(n))[0].pk}" for n in range(9)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(actors_shown([*keys, key.actor])) == 10


def test_a_schedule_names_the_key_that_pays(browser: Client, key: Submitter) -> None:
    body = {"kind": "echo", "input": {}}
    made = schedules.create(key.tenant_id, name="night", cron="0 * * * *", body=body, by=key)
    assert link(key.actor) in page_of(browser, made)
    Schedule.objects.update(submitted_by="")
    assert "<dt>Paid by</dt><dd>-</dd>" in page_of(browser, made)


def test_a_tasks_page_names_who_submitted_it(browser: Client, key: Submitter) -> None:
    made = submit(SubmitRequest(kind="echo", input={}), key)
    page = page_of(browser, Task.objects.get(pk=made.task_id))
    assert f"by {link(key.actor)}" in page
    assert page.count(link(key.actor)) == 2, "and so does its timeline"


def test_lists_and_pages_of_facts_name_the_key(browser: Client, key: Submitter) -> None:
    submit(SubmitRequest(kind="echo", input={}), key)
    audit(
        actor=key.actor, action="change", subject_type="task", subject_id="1",
        tenant_id=key.tenant_id,
    )  # fmt: skip
    for name in ("tasks_event", "tasks_taskpayload", "orchestration_auditentry"):
        assert link(key.actor) in text_of(browser, reverse(f"admin:{name}_changelist")), name
    assert link(key.actor) in page_of(browser, Event.objects.latest("pk"))


def test_a_timeline_tells_tries_as_people_read_them(browser: Client) -> None:
    tenant = make_tenant()
    task = make_task(tenant, state=State.SUCCEEDED)
    tried = {"provider": "groq", "model": "large", "outcome": "ok", "reason": "", "ms": 3780.9}
    event = Event.objects.filter(task=task).latest("pk")
    Event.objects.filter(pk=event.pk).update(data={"provider": "groq", "tries": [tried]})
    page = page_of(browser, task)
    assert "groq/large answered after 3.8 s" in page
    assert "&#x27;" not in page
    assert submitter_of(tenant).actor in page
