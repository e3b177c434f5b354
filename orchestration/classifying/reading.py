"""Reads examples from YAML: by intent, content type and complexity, each mistake with its line.

code:
  documentation:
    low:
      - Add a docstring to this function
      - text: turn this comment into a docstring
        enabled: false
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import yaml

from orchestration.classifying.entries import Entry, problems
from orchestration.classifying.errors import InvalidExamples
from orchestration.errors import FieldProblem, shorten

SHIPPED: Final = Path(__file__).resolve().parent.parent / "routing" / "examples.yaml"
LARGEST_BYTES: Final = 4 * 1024**2
_DEPTH: Final = 3
_FIELDS: Final = ("text", "enabled")
_SWITCH: Final = {"true": True, "false": False}


def read_files(paths: Iterable[Path]) -> list[Entry]:
    """Return the examples of files, in their order.

    Raises:
        InvalidExamples: A file cannot be read, or examples are wrong or stand there twice; all
            are named.
    """
    found: list[Entry] = []
    wrong: list[FieldProblem] = []
    seen: dict[str, str] = {}
    for path in paths:
        for at, each in _read(path):
            if isinstance(each, FieldProblem):
                wrong.append(each)
                continue
            wrong += problems(each, at)
            if each.text in seen:
                text = f"The same text stands at {seen[each.text]}."
                wrong.append(FieldProblem(at, shorten(each.text), text, "Leave one out."))
            seen[each.text] = at
            found.append(each)
    if wrong:
        raise InvalidExamples(wrong)
    return found


def _read(path: Path) -> Iterator[tuple[str, Entry | FieldProblem]]:
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST_BYTES:
            yield str(path), FieldProblem(str(path), "", "It is too large.", "Split it.")
            return
        node = yaml.compose(raw.decode("utf-8"), yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        text = f"It cannot be read: {' '.join(str(error).split())}."
        yield str(path), FieldProblem(str(path), "", text, "Name a YAML file in UTF-8.")
        return
    if node is not None:
        yield from _grouped(path, node, ())


def _grouped(
    path: Path, node: yaml.Node, names: tuple[str, ...]
) -> Iterator[tuple[str, Entry | FieldProblem]]:
    """Go down the three levels of groups to the lists of examples."""
    at = f"{path}:{node.start_mark.line + 1}"
    if len(names) < _DEPTH and isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _grouped(path, value, (*names, str(key.value)))
    elif len(names) == _DEPTH and isinstance(node, yaml.SequenceNode):
        for each in node.value:
            here = f"{path}:{each.start_mark.line + 1}"
            yield here, _entry(each, names, here)
    else:
        mend = "Group lists of examples by intent, content type and complexity."
        yield at, FieldProblem(at, "", "This stands where no example may stand.", mend)


def _entry(node: yaml.Node, names: tuple[str, ...], at: str) -> Entry | FieldProblem:
    if isinstance(node, yaml.ScalarNode):
        return _made(node, names)
    mend = "Write a text, or text and enabled; a text with a colon needs quotes."
    wrong = FieldProblem(at, "", "This is no example.", mend)
    if not isinstance(node, yaml.MappingNode):
        return wrong
    values = {str(key.value): value for key, value in node.value}
    if not set(values) <= set(_FIELDS) or not isinstance(values.get("text"), yaml.ScalarNode):
        return wrong
    switch = values.get("enabled")
    enabled = True if switch is None else _SWITCH.get(str(switch.value))
    if enabled is None:
        return FieldProblem(
            at, str(switch and switch.value), "This is no switch.", "true or false."
        )
    return _made(values["text"], names, enabled=enabled)


def _made(node: yaml.ScalarNode, names: tuple[str, ...], *, enabled: bool = True) -> Entry:
    intent, content_type, complexity = names
    return Entry(str(node.value), intent, content_type, complexity, enabled)
