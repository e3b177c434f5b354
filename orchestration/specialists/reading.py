"""Reads the YAML form of the catalogue; each mistake is told with its file and line.

Anchors work as usual; a file whose anchors blow it up is refused. Numbers and words mean what they
mean in JSON: `no` and `on` are words here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, get_args

import yaml
from pydantic import BaseModel, ValidationError

from orchestration.errors import FieldProblem, shorten
from orchestration.specialists.entries import Catalogue
from orchestration.specialists.errors import InvalidCatalogue

LARGEST_BYTES = 4 * 1024**2
MOST_NODES = 100_000
DEEPEST = 60
_TAG = "tag:yaml.org,2002:"
Loc: TypeAlias = tuple[int | str, ...]


class _Loader(yaml.SafeLoader):
    """YAML with JSON's scalars."""

    yaml_implicit_resolvers: dict[str, Any] = {}


def _null(text: str) -> None:
    del text


_SCALARS: Mapping[str, tuple[str, str, Callable[[str], Any]]] = {
    "bool": (r"^(?:true|false)$", "tf", lambda text: text == "true"),
    "null": (r"^(?:null|~|)$", "n~", _null),
    "int": (r"^[-+]?[0-9]{1,30}$", "-+0123456789", int),
    "float": (r"^[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?$", "-+0123456789", float),
    "merge": (r"^<<$", "<", str),
    "str": (r"$^", "", str),
}
"""By tag: the pattern of plain words that have it, their first signs, and what they mean."""
for _name, (_pattern, _first, _) in _SCALARS.items():
    _signs = [*_first, ""] if _name == "null" else [*_first]
    _Loader.add_implicit_resolver(f"{_TAG}{_name}", re.compile(_pattern), _signs)


@dataclass(frozen=True, slots=True)
class Source:
    """What was read, and where each part of it stands.

    Attributes:
        catalogue: The entries.
        sections: Which lists the files have, empty ones too.
        places: File and line of each part, by its path.
    """

    catalogue: Catalogue
    sections: frozenset[str]
    places: Mapping[Loc, str] = field(default_factory=dict)

    def place(self, loc: Loc) -> str:
        """Return where a part stands; where it is missing, what it is missing from."""
        return _nearest(self.places, loc)


def read_files(paths: Iterable[Path]) -> Source:
    """Return the catalogue that files hold together; a folder stands for its `.yaml` files.

    Raises:
        InvalidCatalogue: A file cannot be read, or entries of it are wrong; all are named.
    """
    data: dict[str, list[Any]] = {}
    places: dict[Loc, str] = {}
    problems: list[FieldProblem] = []
    for path in _files(paths):
        try:
            _read(path, data, places)
        except InvalidCatalogue as error:
            problems += error.problems
    if problems:
        raise InvalidCatalogue(problems)
    return parse(data, places)


def parse(data: Mapping[str, Any], places: Mapping[Loc, str]) -> Source:
    """Return a checked catalogue of plain data.

    Raises:
        InvalidCatalogue: Entries are wrong; all mistakes are named.
    """
    try:
        catalogue = Catalogue.model_validate(data)
    except ValidationError as error:
        found = [_told(each, places) for each in error.errors(include_url=False)]
        raise InvalidCatalogue(found) from None
    return Source(catalogue, frozenset(data), places)


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
        if not inside:
            problem = FieldProblem(str(path), "", "There is no .yaml file in it.", "Name a file.")
            raise InvalidCatalogue([problem])
        found += inside
    return found


def _read(path: Path, data: dict[str, list[Any]], places: dict[Loc, str]) -> None:
    """Add what a file holds to what others did; lists go on where they ended."""
    node = _composed(path)
    if node is None:
        return
    reader = _Reader(path)
    if not isinstance(node, yaml.MappingNode):
        known = ", ".join(Catalogue.model_fields)
        raise reader.wrong(node, "", "The file is no mapping.", f"Begin with one of: {known}.")
    for section, value in reader.pairs(node, ()):
        if not isinstance(value, yaml.SequenceNode):
            raise reader.wrong(value, section, "This is no list.", "Begin each entry with `- `.")
        entries = data.setdefault(section, [])
        places.setdefault((section,), reader.at(value))
        for child in value.value:
            loc: Loc = (section, len(entries))
            entries.append(reader.value(child, loc))
    places.update(reader.places)


def _composed(path: Path) -> yaml.Node | None:
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST_BYTES:
            raise InvalidCatalogue([_whole(path, "", "It is too large.", "Split it.")])
        node: yaml.Node | None = yaml.compose(raw.decode("utf-8"), _Loader)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCatalogue(
            [_whole(path, "", f"It cannot be read: {error}.", "Name a YAML file in UTF-8.")]
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        text = f"This is no YAML: {error.problem or error.context}."
        problem = FieldProblem(f"{path}:{line}", "", text, "Check indents, colons and quotes.")
        raise InvalidCatalogue([problem]) from None
    except (yaml.YAMLError, RecursionError) as error:
        text = f"This is no YAML: {error}."
        raise InvalidCatalogue([_whole(path, "", text, "Check the file's encoding.")]) from None
    return node


def _whole(path: Path, value: str, text: str, mend: str) -> FieldProblem:
    return FieldProblem(str(path), value, text, mend)


class _Reader:
    """Turns nodes into data and keeps their lines."""

    def __init__(self, path: Path) -> None:
        self.places: dict[Loc, str] = {}
        self._path = path
        self._seen = 0

    def at(self, node: yaml.Node) -> str:
        return f"{self._path}:{node.start_mark.line + 1}"

    def wrong(self, node: yaml.Node, name: str, text: str, mend: str) -> InvalidCatalogue:
        return InvalidCatalogue([FieldProblem(self.at(node), name, text, mend)])

    def pairs(self, node: yaml.MappingNode, loc: Loc) -> Iterator[tuple[str, yaml.Node]]:
        """Yield keys and values, those that are merged in (`<<`) after the own ones."""
        own: set[str] = set()
        merged: list[yaml.Node] = []
        for key, value in node.value:
            if key.tag == f"{_TAG}merge":
                merged += value.value if isinstance(value, yaml.SequenceNode) else [value]
                continue
            name = str(key.value)
            if not isinstance(key, yaml.ScalarNode) or name in own:
                raise self.wrong(key, name, "This key stands twice.", "Leave one of them out.")
            own.add(name)
            self.places[(*loc, name)] = self.at(key)
            yield name, value
        for each in merged:
            if not isinstance(each, yaml.MappingNode):
                raise self.wrong(each, "<<", "Only mappings can be merged in.", "Leave it out.")
            for name, value in list(self.pairs(each, loc)):
                if name not in own:
                    own.add(name)
                    yield name, value

    def value(self, node: yaml.Node, loc: Loc) -> Any:
        """Return what a node says."""
        self._seen += 1
        if self._seen > MOST_NODES or len(loc) > DEEPEST:
            raise self.wrong(node, "", "The file says too much.", "Use fewer anchors, or split it.")
        self.places.setdefault(loc, self.at(node))
        if isinstance(node, yaml.MappingNode):
            pairs = list(self.pairs(node, loc))
            return {name: self.value(each, (*loc, name)) for name, each in pairs}
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each, (*loc, place)) for place, each in enumerate(node.value)]
        return self._scalar(node)

    def _scalar(self, node: yaml.Node) -> Any:
        text = str(node.value)
        try:
            return _SCALARS[node.tag.removeprefix(_TAG)][2](text)
        except (KeyError, ValueError):
            mend = "Write it as text, a number, true, false or null."
            raise self.wrong(node, text, f"The tag {node.tag} means nothing here.", mend) from None


def _told(error: Any, places: Mapping[Loc, str]) -> FieldProblem:
    loc: Loc = tuple(error["loc"])
    path = ".".join(map(str, loc))
    at = _nearest(places, loc)
    return FieldProblem(
        f"{at}: {path}" if at else path,
        shorten(error["input"]) if error["type"] != "missing" else "",
        _message(error),
        _mend(error, loc),
    )


def _message(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "There is no such field here."
    if error["type"] == "missing":
        return "This field is missing."
    text = str(error["msg"]).removeprefix("Value error, ")
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def _mend(error: Any, loc: Loc) -> str:
    if error["type"] != "extra_forbidden":
        return "Add it." if error["type"] == "missing" else "Write a value that fits."
    known = _fields_at(loc[:-1])
    close = difflib.get_close_matches(str(loc[-1]), known, n=1)
    return f"Did you mean {close[0]}?" if close else f"Known are {', '.join(known)}."


def _fields_at(loc: Sequence[int | str]) -> list[str]:
    """Return the fields of the entry at a path."""
    shape: Any = Catalogue
    for part in loc:
        if isinstance(part, str):
            annotation = shape.model_fields[part].annotation
            shape = next((each for each in _shapes(annotation)), None)
            if shape is None:
                return []
    return list(shape.model_fields)


def _shapes(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _shapes(part)


def _nearest(places: Mapping[Loc, str], loc: Loc) -> str:
    for length in range(len(loc), 0, -1):
        if loc[:length] in places:
            return places[loc[:length]]
    return ""
