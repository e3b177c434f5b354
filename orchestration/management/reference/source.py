"""Reading what the code says about itself, and writing it as Markdown."""

import ast
import inspect
import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

MADE: Final = "<!-- Made by `manage.py docs`; change the code instead. -->"


def attribute_docs(owner: type) -> dict[str, str]:
    """Return the texts that stand below a class's attributes, as one line each."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(owner)))
    body = tree.body[0]
    assert isinstance(body, ast.ClassDef), "the source of a class"  # noqa: S101
    found: dict[str, str] = {}
    for statement, following in zip(body.body, body.body[1:], strict=False):
        name, text = _target(statement), _text(following)
        if name and text:
            found[name] = one_line(text)
    return found


def _target(statement: ast.stmt) -> str | None:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return None


def _text(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
    return None


def one_line(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())


def page(title: str, *parts: str) -> str:
    """Return a page with the note that it is made."""
    return "\n\n".join([MADE, f"# {title}", *(part.strip() for part in parts)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; what would end a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return one_line(text).replace("|", "\\|")
