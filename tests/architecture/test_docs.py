"""The documentation holds together: made pages are fresh, links lead somewhere, examples parse."""

import ast
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from orchestration.config import ROOT
from orchestration.management.commands import docs as command
from orchestration.management.reference import options, states
from tasks.lifecycle import TRANSITIONS

DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
BLOCK = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
LARGEST_PICTURE = 300_000


def blocks(page: Path, language: str) -> list[str]:
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [text for name, text in found if name == language]


def links(page: Path) -> Iterator[Path]:
    """Yield the files that a page links to or shows."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for target, _ in LINK.findall(text):
        if "://" not in target:
            yield (page.parent / target).resolve()


def test_pages_that_are_made_from_code_are_fresh() -> None:
    call_command("docs", "--check")


def test_a_stale_page_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {**command.PAGES, "states.md": lambda: states.render() + "changed"}
    monkeypatch.setattr(command, "PAGES", changed)
    with pytest.raises(CommandError, match=r"docs/reference/states\.md.*make docs"):
        call_command("docs", "--check")


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_leads_to_a_file(page: Path) -> None:
    assert [str(target) for target in links(page) if not target.exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen, ahead = set[Path](), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page not in seen and page.suffix == ".md" and page.exists():
            seen.add(page)
            ahead += links(page)
    assert set(PAGES) - seen == set()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_examples_are_well_formed(page: Path) -> None:
    for text in blocks(page, "bash"):
        subprocess.run(["bash", "-n"], input=text, text=True, check=True)
    for text in blocks(page, "python"):
        ast.parse(text)
    for text in blocks(page, "json"):
        json.loads(text)


def test_pictures_are_small_enough_for_a_page() -> None:
    sizes = {path.name: path.stat().st_size for path in (DOCS / "images").iterdir()}
    assert {name: size for name, size in sizes.items() if size > LARGEST_PICTURE} == {}


def test_every_transition_stands_in_the_reference() -> None:
    text = (DOCS / "reference" / "states.md").read_text(encoding="utf-8")
    for move in TRANSITIONS:
        assert f"{move.source} --> {move.target}: " in text
        assert f"| `{move.source}` | `{move.target}` |" in text


def test_every_setting_says_what_it_means() -> None:
    rows = [line for line in options.render().splitlines() if line.startswith("| `")]
    assert len(rows) > 50
    assert [row for row in rows if row.rstrip("| ").count(" | ") < 3] == []


def test_decisions_are_numbered_and_say_context_decision_and_consequences() -> None:
    pages = sorted((DOCS / "decisions").glob("0*.md"))
    numbers = [int(page.name[:4]) for page in pages]
    assert numbers == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:4]}. ")
        heads = re.findall(r"^## (\w+)$", text, re.MULTILINE)
        assert heads == ["Context", "Decision", "Consequences"]
