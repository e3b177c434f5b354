"""Prompts and specialists as an operator sees them, by day and by night."""

import pytest
from playwright.sync_api import Page, expect

from orchestration.management.catalogue import seed_shipped
from orchestration.prompts import labels, services
from orchestration.prompts.drafts import Draft
from orchestration.prompts.draws import Target
from orchestration.prompts.records import Prompt
from orchestration.specialists.records import SpecialistRecord
from tests.browser.conftest import Browser


def made() -> Prompt:
    variables = {"name": {"type": "string", "description": "Whom.", "example": "Ada"}}
    drafts = [
        Draft(text="Greet {{ name }} kindly.\nStay brief.", variables=variables, notes="First."),
        Draft(text="Hail {{ name }}!\nStay brief.", variables=variables, notes="Louder."),
    ]
    services.create("greeting", drafts[0], by="user:ada", tenant_id=None, description="Says hello.")
    services.add_version("greeting", drafts[1], by="user:ada", tenant_id=None)
    targets = [Target(1, 90.0), Target(2, 10.0)]
    labels.point("greeting", "production", targets, by="user:ada", tenant_id=None)
    return Prompt.objects.get()


@pytest.mark.parametrize("dark", [False, True])
def test_a_prompt_is_compared_and_previewed(browser: Browser, dark: bool) -> None:
    prompt = made()

    def look(page: Page) -> None:
        page.goto(f"{browser.url}/admin/orchestration/prompt/{prompt.pk}/change/")
        expect(page.locator(".sy-head h2")).to_have_text("greeting")
        expect(page.get_by_text("1:90 2:10")).to_be_visible()
        page.get_by_role("link", name="changes").click()
        expect(page.locator(".sy-diff-added").last).to_have_text("+Hail {{ name }}!")
        page.get_by_role("button", name="Render").click()
        expect(page.locator("#preview")).to_contain_text("Hail Ada!")

    browser(look, dark=dark)


def test_a_specialist_says_why_it_cannot_answer(browser: Browser) -> None:
    seed_shipped()
    forex = SpecialistRecord.objects.get(name="forex")

    def look(page: Page) -> None:
        page.goto(f"{browser.url}/admin/orchestration/specialistrecord/{forex.pk}/change/")
        expect(page.locator(".sy-problem")).to_contain_text("The provider openai has no key")
        expect(page.locator("#nav-sidebar-inner")).to_contain_text("Specialists")

    browser(look)
