"""The admin's pages of kept answers: what there is, and forgetting it."""

import pytest
from django.urls import reverse

from orchestration.access.records import AuditEntry
from orchestration.cache.records import CachedAnswer
from tests.factories import make_tenant
from tests.kept import keep
from tests.people import browser_of, superuser

pytestmark = pytest.mark.django_db

LIST = "/admin/orchestration/cachedanswer/"


def forget(kept: CachedAnswer, which: str) -> None:
    url = reverse("admin:orchestration_cachedanswer_do_forget", args=[kept.pk])
    browser = browser_of(superuser())
    assert "Models are asked again" in browser.get(url).content.decode()
    browser.post(url, {"which": which, "confirmed": "yes"})


def test_answers_are_listed_and_filtered() -> None:
    tenant, other = make_tenant("acme"), make_tenant("globex")
    keep(tenant, "What is gold?", "A metal.", tags=("faq",))
    keep(other, "What is silver?", "Another.", model="small")
    browser = browser_of(superuser())

    def listed(query: str = "") -> list[bool]:
        page = browser.get(f"{LIST}{query}")
        assert page.status_code == 200
        text = page.content.decode()
        return ["What is gold?" in text, "What is silver?" in text]

    assert listed() == [True, True]
    assert listed("?tag=faq") == [True, False]
    assert listed("?model=small") == [False, True]
    assert listed(f"?tenant__id__exact={tenant.pk}") == [True, False]
    row = CachedAnswer.objects.get(tenant=tenant)
    page = browser.get(reverse("admin:orchestration_cachedanswer_change", args=[row.pk]))
    assert "A metal." in page.content.decode()


def test_the_menu_and_the_heading_name_them_alike() -> None:
    page = browser_of(superuser()).get(LIST)
    menu = [
        each["title"] for group in page.context["sidebar_navigation"] for each in group["items"]
    ]
    heading = str(CachedAnswer._meta.verbose_name_plural).capitalize()
    assert heading in menu


@pytest.mark.parametrize(("which", "left"), [("one", 4), ("own", 3), ("tenant", 2), ("model", 2)])
def test_one_answer_or_all_that_are_like_it_are_forgotten(which: str, left: int) -> None:
    for tenant in (first := make_tenant(), make_tenant()):
        keep(tenant, "one")
        keep(tenant, "two")
        keep(tenant, "other", model="small")
    CachedAnswer.objects.filter(question="other").exclude(tenant=first).delete()
    CachedAnswer.objects.filter(question="two").exclude(tenant=first).update(model="large")
    forget(CachedAnswer.objects.get(tenant=first, question="one"), which)
    assert CachedAnswer.objects.count() == left
    entry = AuditEntry.objects.filter(subject_type="cache").get()
    assert entry.actor == "user:operator"
