"""Who may see the admin: superusers; staff without that flag and strangers see the log-in page."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from orchestration.access.records import AuditEntry, Tenant
from tasks.lifecycle import State
from tasks.models import Task
from tests.factories import make_task
from tests.people import browser_of, staff, superuser

pytestmark = pytest.mark.django_db

PAGES = [
    "/admin/",
    "/admin/overview/live/",
    "/admin/tasks/task/",
    "/admin/tasks/task/add/",
    "/admin/orchestration/apikey/add/",
    "/admin/auth/user/",
    "/admin/jsi18n/",
    "/admin/memory/search/",
    "/admin/orchestration/memoryentry/",
    "/admin/orchestration/document/",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_superuser_sees_every_page(page: str) -> None:
    assert browser_of(superuser()).get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_staff_without_the_flag_see_no_page_whatever_they_are_permitted(page: str) -> None:
    answer = browser_of(staff()).get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_log_in(page: str) -> None:
    answer = browser_of().get(page)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_staff_who_log_in_are_told_that_they_may_not_enter() -> None:
    answer = browser_of(staff()).get("/admin/", follow=True)
    assert "Log in" in answer.content.decode()


@pytest.mark.parametrize("clerk", [True, False])
def test_others_cannot_cancel_a_task(clerk: bool) -> None:
    task = make_task()
    person = browser_of(staff() if clerk else None)
    url = reverse("admin:tasks_task_do_cancel", args=[task.pk])
    answer = person.post(url, {"confirmed": "yes"})
    assert answer.status_code == 302
    assert Task.objects.get(pk=task.pk).state == State.QUEUED
    assert not AuditEntry.objects.exists()


def test_a_superuser_who_was_deactivated_is_out() -> None:
    client = browser_of(superuser())
    User.objects.update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_the_tenants_of_the_autocomplete_are_for_superusers_only() -> None:
    Tenant.objects.create(name="secret-tenant")
    url = "/admin/autocomplete/?app_label=orchestration&model_name=apikey&field_name=tenant"
    assert "secret-tenant" in browser_of(superuser()).get(url).content.decode()
    assert browser_of(staff()).get(url).status_code == 302


def test_every_record_of_ours_and_of_celery_has_pages() -> None:
    admin.autodiscover()
    shown = {model._meta.label for model in admin.site._registry}
    assert shown == {
        "auth.Group", "auth.User",
        "django_celery_beat.ClockedSchedule", "django_celery_beat.CrontabSchedule",
        "django_celery_beat.IntervalSchedule", "django_celery_beat.PeriodicTask",
        "django_celery_beat.SolarSchedule",
        "django_celery_results.GroupResult", "django_celery_results.TaskResult",
        "orchestration.ApiKey", "orchestration.AuditEntry", "orchestration.Budget",
        "orchestration.CacheHour", "orchestration.CachedAnswer", "orchestration.CallLimit",
        "orchestration.Blob", "orchestration.BlobAccount", "orchestration.BlobReference",
        "orchestration.BudgetPeriod", "orchestration.Delay", "orchestration.Entry",
        "orchestration.Conversation", "orchestration.ConversationMessage",
        "orchestration.ModelRecord",
        "orchestration.ExternalModelRecord", "orchestration.FileRecord", "orchestration.Prompt",
        "orchestration.ProviderRecord", "orchestration.SpecialistRecord",
        "orchestration.OpenCall", "orchestration.Price", "orchestration.UsageHour",
        "orchestration.Replica", "orchestration.RoutingExample", "orchestration.RoutingPolicy",
        "orchestration.Secret",
        "orchestration.Tenant",
        "orchestration.Collection", "orchestration.Consolidation", "orchestration.Document",
        "orchestration.Embedder", "orchestration.MemoryBlock", "orchestration.MemoryEntry",
        "orchestration.Realm", "orchestration.RetentionRule", "orchestration.Segment",
        "tasks.Attempt", "tasks.Batch", "tasks.BatchLine", "tasks.Event", "tasks.FileBatch",
        "tasks.IdempotencyKey", "tasks.Leader",
        "tasks.LedgerEntry", "tasks.Pace", "tasks.Queue", "tasks.Schedule",
        "tasks.StoredResponse", "tasks.Task",
        "tasks.TaskPayload", "tasks.TaskResult", "tasks.TaskRouting", "tasks.TaskTag",
        "tasks.Webhook", "tasks.WebhookDelivery", "tasks.Worker",
    }  # fmt: skip
