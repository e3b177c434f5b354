"""The admin's page of secrets: values go in and never come out."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from orchestration.access.records import AuditEntry
from orchestration.secrets import services
from orchestration.secrets.records import Secret
from orchestration.secrettext import SecretText
from tests.factories import make_tenant
from tests.people import browser_of, staff, superuser

pytestmark = pytest.mark.django_db

PLAIN = "csk-Quite-Plain-4711-0815"
LIST = "/admin/orchestration/secret/"


def reveal(name: str = "cerebras.api-key") -> str:
    return services.reveal(name, actor="system:test").expose()


def kept(value: str = PLAIN) -> Secret:
    return services.put("cerebras.api-key", SecretText(value), actor="user:ada")


def test_a_secret_is_kept_by_a_form_and_no_page_shows_it() -> None:
    browser = browser_of(superuser())
    given = {"name": "cerebras.api-key", "value": PLAIN, "tenant": ""}
    answer = browser.post(f"{LIST}add/", given, follow=True)
    assert "is kept, encrypted" in answer.content.decode()
    assert reveal() == PLAIN
    page = reverse("admin:orchestration_secret_change", args=[Secret.objects.get().pk])
    for url in (page, LIST, "/admin/", "/admin/orchestration/auditentry/"):
        shown = browser.get(url).content.decode()
        assert PLAIN not in shown
        assert PLAIN[-4:] not in shown
    assert "cerebras.api-key" in browser.get(LIST).content.decode()


def test_a_new_value_takes_the_place_of_the_old_one() -> None:
    browser, secret = browser_of(superuser()), kept("old")
    url = reverse("admin:orchestration_secret_do_replace", args=[secret.pk])
    assert "new-password" in browser.get(url).content.decode()
    browser.post(url, {"value": PLAIN, "confirmed": "yes"})
    assert reveal() == PLAIN
    told = repr([*AuditEntry.objects.values(), *LogEntry.objects.values()])
    assert "user:operator" in told
    assert PLAIN not in told


def test_a_refused_form_does_not_send_the_value_back() -> None:
    browser = browser_of(superuser())
    answer = browser.post(f"{LIST}add/", {"name": "Not A Name", "value": PLAIN})
    page = answer.content.decode()
    assert "lower-case letters" in page
    assert PLAIN not in page
    assert not Secret.objects.exists()


def test_a_taken_name_is_refused_so_that_nothing_is_replaced_by_accident() -> None:
    kept("old")
    given = {"name": "cerebras.api-key", "value": PLAIN}
    answer = browser_of(superuser()).post(f"{LIST}add/", given)
    assert "There is a secret of this name" in answer.content.decode()
    assert reveal() == "old"


def test_a_tenants_secret_is_shown_with_its_owner_and_can_be_deleted() -> None:
    browser, tenant = browser_of(superuser()), make_tenant("acme")
    given = {"name": "groq.api-key", "value": PLAIN, "tenant": str(tenant.pk)}
    browser.post(f"{LIST}add/", given)
    secret = Secret.objects.get(tenant=tenant)
    assert "acme" in browser.get(LIST).content.decode()
    url = reverse("admin:orchestration_secret_do_delete", args=[secret.pk])
    browser.post(url, {"confirmed": "yes"})
    assert not Secret.objects.exists()


def test_staff_and_strangers_cannot_set_a_value() -> None:
    secret = kept("old")
    url = reverse("admin:orchestration_secret_do_replace", args=[secret.pk])
    for person in (staff(), None):
        answer = browser_of(person).post(url, {"value": PLAIN, "confirmed": "yes"})
        assert answer.status_code == 302
    assert reveal() == "old"
