"""`manage.py models apply` and `export`, and what the catalogue says afterwards."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from orchestration.access.records import AuditEntry
from orchestration.config import ROOT
from orchestration.management.catalogue import SHIPPED, seed_shipped
from orchestration.prompts import labels, services
from orchestration.prompts.errors import PromptConflict
from orchestration.prompts.use import render_prompt
from orchestration.registry.bundled import SWITCHYARD_MINI
from orchestration.registry.external import ExternalModelRecord, ProviderRecord
from orchestration.secrets import services as secrets
from orchestration.secrettext import SecretText
from orchestration.specialists.entries import Catalogue
from orchestration.specialists.exporting import exported
from orchestration.specialists.reading import read_files
from orchestration.specialists.records import SpecialistRecord
from orchestration.specialists.selectors import (
    forget,
    get_record,
    get_specialist,
    outside,
    usability_of,
)
from orchestration.usage.records import Price
from tests.factories import make_tenant

pytestmark = pytest.mark.django_db

SMALL = """
providers:
  - name: house
    row: openai_compatible
    base_url: https://models.example.com/v1
models:
  - name: big
    provider: house
    provider_model: vendor/big-1
    capabilities: [json_schema]
    context_length: 8192
    price: {input: 0.5, output: 1.5}
prompts:
  - name: weather-system
    text: You know the weather of {{ place }}.
specialists:
  - name: weather
    title: Weather
    prompt: weather-system
    model: big
    parameters: {temperature: 0.2}
"""
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in pairwise("abcdef")
)


@pytest.fixture(autouse=True)
def _fresh(db: None) -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.yaml"
    path.write_text(SMALL)
    return path


def models(*arguments: Any) -> str:
    out = io.StringIO()
    call_command("models", *map(str, arguments), stdout=out)
    return out.getvalue()


def refused(path: Path, text: str) -> str:
    path.write_text(text)
    with pytest.raises(CommandError) as caught:
        models("apply", path)
    return str(caught.value)


def test_a_catalogue_is_stored_and_the_second_time_changes_nothing(file: Path) -> None:
    told = models("apply", file)
    assert "created    provider house" in told
    assert "5 created, 0 changed, 0 unchanged, 0 removed." in told
    record = ExternalModelRecord.objects.get()
    assert (record.name, record.provider.row, record.price_as) == ("big", "openai_compatible", "")
    assert Price.objects.get().output == 1.5
    entries = AuditEntry.objects.count()
    assert models("apply", file).startswith("0 created, 0 changed, 5 unchanged, 0 removed.")
    assert AuditEntry.objects.count() == entries
    assert Price.objects.count() == 1


def test_only_what_differs_is_changed_and_named(file: Path) -> None:
    models("apply", file)
    file.write_text(
        SMALL.replace("8192", "16384").replace("1.5}", "2}").replace("the weather", "the sky")
    )
    told = models("apply", file)
    assert "changed    model house/big (context_length)" in told
    assert "changed    price house/vendor/big-1 (output)" in told
    assert "changed    prompt weather-system (text)" in told
    assert "0 created, 3 changed, 2 unchanged" in told
    made = render_prompt("weather-system", {"place": "Rome"}, tenant_id=None)
    assert (made.version, made.text) == (2, "You know the sky of Rome.")


def test_a_dry_run_says_the_same_and_stores_nothing(file: Path) -> None:
    told = models("apply", file, "--dry-run")
    assert "5 created" in told
    assert "this was a dry run" in told
    assert not ProviderRecord.objects.exists()
    assert not AuditEntry.objects.exists()


def test_what_is_not_named_goes_only_when_asked_to(file: Path) -> None:
    models("apply", file)
    lines = SMALL.partition("prompts:")[0]
    file.write_text(lines + "specialists: []\n")
    assert "0 removed" in models("apply", file)
    told = models("apply", file, "--prune")
    assert "removed    specialist weather" in told
    assert ExternalModelRecord.objects.exists()
    assert not SpecialistRecord.objects.exists()


def test_a_provider_whose_models_stay_is_not_pruned(file: Path) -> None:
    models("apply", file)
    file.write_text("providers: []\n")
    with pytest.raises(CommandError, match="The provider house is used by house/big"):
        models("apply", file, "--prune")
    assert ProviderRecord.objects.exists()


def test_keep_makes_what_is_missing_and_leaves_the_rest(file: Path) -> None:
    models("apply", file)
    ExternalModelRecord.objects.update(context_length=1234)
    SpecialistRecord.objects.all().delete()
    told = models("apply", file, "--keep")
    assert "1 created, 0 changed, 4 unchanged" in told
    assert ExternalModelRecord.objects.get().context_length == 1234


def test_every_mistake_of_a_file_is_told_with_its_line(file: Path) -> None:
    text = (
        "providers:\n"
        "  - name: house\n"
        "    row: no-such-row\n"
        "models:\n"
        "  - name: big\n"
        "    provider: house\n"
        "    contextlength: 10\n"
        "    context_length: many\n"
    )
    told = refused(file, text)
    assert f"{file}:2: providers.0: There is no row 'no-such-row'" in told
    assert f"{file}:7: models.0.contextlength: There is no such field here." in told
    assert "Did you mean context_length?" in told
    assert f"{file}:8: models.0.context_length" in told
    assert f"{file}:5: models.0.provider_model: This field is missing. Add it." in told


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("provider: house", "provider: hut"), "models.0.provider: There is no such provider."),
        (("model: big", "model: bigg"), "specialists.0.model: There is no such model."),
        (("capabilities: [json_schema]", "modalities: [embedding]"), "does not chat"),
        (("prompt: weather-system", "prompt: nothing"), "There is no such prompt"),
        (("title: Weather", "title: Weather\n    tenant: nobody"), "There is no such tenant."),
        (("https://models.example.com", "http://127.0.0.1"), "providers.0.base_url"),
        (("https://models.example.com", "http://169.254.169.254"), "providers.0.base_url"),
        (("temperature: 0.2", "temperature: 9"), "specialists.0.parameters.temperature"),
        (
            ("parameters: {temperature: 0.2}", "output_schema: {type: string}"),
            "no schema of an object",
        ),
        (
            (
                "parameters: {temperature: 0.2}",
                "output_schema: {type: object, properties: {}, required: [a]}",
            ),
            "required and not described",
        ),
        (("row: openai_compatible", "row: groq"), None),
        (("{{ place }}", "{{ place"), "text, line 1"),
    ],
)
def test_entries_that_do_not_fit_each_other_are_refused(
    file: Path, change: tuple[str, str], told: str | None
) -> None:
    text = SMALL.replace(*change)
    assert text != SMALL
    if told is None:
        file.write_text(text)
        assert "created" in models("apply", file, "--dry-run")
        return
    assert told in refused(file, text)
    assert not ProviderRecord.objects.exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("providers: [", ":1: This is no YAML"),
        ("- providers", ":1: The file is no mapping."),
        ("providers: 1", ":1: This is no list."),
        ("providers:\n  - name: a\n    name: b\n", ":3: This key stands twice."),
        ("providers:\n  - name: !!python/object:os.system a\n", ":2: The tag"),
        ("provders: []", "Did you mean providers?"),
        (LAUGHS, "says too much"),
        ("providers: &p [*p]", "says too much"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_with_its_line(
    file: Path, text: str, told: str
) -> None:
    assert told in refused(file, text)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nothing\\.yaml: It cannot be read"):
        models("apply", tmp_path / "nothing.yaml")
    with pytest.raises(CommandError, match="There is no \\.yaml file in it"):
        models("apply", tmp_path)


def test_what_is_exported_applies_without_a_change(file: Path, tmp_path: Path) -> None:
    models("apply", "--shipped", file)
    again = tmp_path / "again.yaml"
    models("export", "--output", again)
    assert yaml.safe_load(again.read_text())["providers"]
    told = models("apply", again, "--prune")
    assert "0 created, 0 changed" in told
    assert "0 removed" in told


def test_a_tenants_specialist_goes_before_a_shared_one(file: Path) -> None:
    tenant = make_tenant()
    own = SMALL.partition("specialists:")[2].replace(
        "title: Weather", f"title: Own\n    tenant: {tenant.name}"
    )
    file.write_text(SMALL + own)
    models("apply", file)
    assert get_specialist("weather", tenant_id=tenant.pk).title == "Own"
    assert get_specialist("weather", tenant_id=make_tenant().pk).title == "Weather"
    assert get_specialist("weather", tenant_id=None).title == "Weather"


def test_the_shipped_catalogue_is_seeded_once() -> None:
    assert seed_shipped() > 40
    assert seed_shipped() == 0
    names = set(SpecialistRecord.objects.values_list("name", flat=True))
    assert names >= {
        "forex", "commodities", "crypto", "stocks", "bonds", "risk", "sentiment", "macro",
        "portfolio", "compliance", "code", "documentation", "translation", "summaries",
    }  # fmt: skip


def test_without_a_key_a_specialist_is_not_usable_and_says_why() -> None:
    models("apply", "--shipped")
    forex = usability_of(get_record("forex", tenant_id=None))
    assert not forex.usable
    assert any(
        "openai has no key: keep one as the secret openai.api-key" in r for r in forex.reasons
    )
    secrets.put("groq.api-key", SecretText("gsk-1"), actor="user:ada")
    forget()
    forex = usability_of(get_record("forex", tenant_id=None))
    assert forex.usable
    assert forex.reasons == ()
    assert [each.served_by for each in forex.models] == [(), ("groq/gpt-oss-120b",), ()]


def test_the_apply_command_says_which_specialists_cannot_answer(file: Path) -> None:
    told = models("apply", file, "--shipped")
    last = told.splitlines()[-1]
    assert last.startswith("16 of 21 specialists cannot answer yet; the admin")
    assert told.count("has no key") == 0
    again = models("apply", file).splitlines()
    assert len(again) == 2, again


def test_the_fleet_knows_prices_keys_and_switches(file: Path) -> None:
    models("apply", file)
    big = next(each for each in outside().fleet.candidates if each.provider == "house")
    assert (big.price_in, big.price_out, big.queue, big.obstacle) == (
        Decimal("0.5"),
        Decimal("1.5"),
        "external",
        "",
    )
    file.write_text(SMALL.replace("row: openai", "enabled: false\n    row: openai"))
    models("apply", file)
    off = next(each for each in outside().fleet.candidates if each.provider == "house")
    assert off.obstacle == "The provider house is switched off."


def test_a_prompt_in_use_cannot_be_deleted_and_a_lost_label_is_told(file: Path) -> None:
    models("apply", file)
    with pytest.raises(PromptConflict, match="used by weather"):
        services.delete("weather-system", by="user:ada", tenant_id=None)
    labels.drop("weather-system", "production", by="user:ada", tenant_id=None)
    found = usability_of(get_record("weather", tenant_id=None))
    assert found.reasons == ("The prompt weather-system has no label production.",)


def _strict(schema: Any, path: str = "") -> Iterator[str]:
    """Find objects that providers would not hold a model to strictly."""
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "object":
        names = set(schema.get("properties", {}))
        if schema.get("additionalProperties") is not False or set(schema["required"]) != names:
            yield path
        for name, each in schema["properties"].items():
            yield from _strict(each, f"{path}/{name}")
    yield from _strict(schema.get("items"), f"{path}[]")


def test_the_shipped_specialists_are_complete() -> None:
    catalogue: Catalogue = read_files([SHIPPED]).catalogue
    assert len(catalogue.providers) >= 7
    ours = {each.name for each in catalogue.specialists if each.model == SWITCHYARD_MINI.name}
    assert ours == {"triage", "headlines", "fields", "tools"}
    experts = [each for each in catalogue.specialists if each.name not in ours]
    assert len(experts) >= 14
    for each in experts:
        assert len(each.system_prompt) > 800, each.name
        assert len(each.fallbacks) >= 2, each.name
        assert each.parameters.max_tokens, each.name
        assert list(_strict(each.output_schema)) == [], each.name
    assert sum(each.output_schema is not None for each in experts) >= 12


def test_an_export_leaves_defaults_and_secrets_out(file: Path) -> None:
    secrets.put("groq.api-key", SecretText("gsk-never-shown"), actor="user:ada")
    models("apply", "--shipped", file)
    text = models("export")
    assert "gsk-never-shown" not in text
    assert not any("weight" in each for each in yaml.safe_load(text)["models"])
    assert "system_prompt: |" in text
    assert len(exported().models) == len(list(yaml.safe_load(text)["models"]))


def test_the_example_of_the_how_to_applies(file: Path) -> None:
    page = (ROOT / "docs/how-to/specialists.md").read_text(encoding="utf-8")
    file.write_text(page.partition("```yaml\n")[2].partition("```")[0])
    models("apply", "--shipped")
    shown = page.partition("--dry-run\n")[2].partition("$")[0]
    assert models("apply", file, "--dry-run") == shown
    assert "7 created" in models("apply", file)
    shipped = {each.name for each in read_files([SHIPPED]).catalogue.specialists}
    assert {name for name in shipped if f"`{name}`" not in page} == set()
