"""A walk over the nodes of an HTML document, without recursion: they may lie deep in each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from selectolax.lexbor import LexborNode

from orchestration.parsing.errors import DocumentTooLarge

# These end by themselves, at the latest where the next one begins; the rest never does.
_OPTIONAL_ENDS: Final = (
    "a area base br col embed hr img input link meta nobr source track wbr param p li dt dd tr "
    "td th thead tbody tfoot option optgroup colgroup rt rp html head body"
)
_CLOSED_BY_OTHERS: Final = frozenset(_OPTIONAL_ENDS.split())
_TAG: Final = re.compile(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_ENDS: Final = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes")
}
_COMMENT_END: Final = re.compile("-->")


def guard_depth(page: str, limit: int) -> None:
    """Refuse what nests too deeply: building its tree would take the square of the depth.

    Raises:
        DocumentTooLarge: Elements lie deeper in each other than `limit`.
    """
    depth = at = 0
    while (found := _TAG.search(page, at)) is not None:
        at, name = found.end(), (found[2] or "").lower()
        if not name or (name in _ENDS and not found[1]):
            # What is no markup ends where it says so, or never.
            end = _ENDS.get(name, _COMMENT_END).search(page, at)
            if end is None:
                return
            at = end.end()
        elif name not in _CLOSED_BY_OTHERS:
            depth = max(depth - 1, 0) if found[1] else depth + 1
            if depth > limit:
                raise DocumentTooLarge(
                    f"Elements of the document lie in each other more than {limit:,} deep.",
                    "Send a simpler document, or its text.",
                )


def walk(
    root: LexborNode, enter: Callable[[LexborNode], bool], leave: Callable[[LexborNode], None]
) -> None:
    """Visit a node and all below it, in the document's order.

    Args:
        root: Where to begin.
        enter: Called with each node; says whether to go on below it.
        leave: Called with each node whose children were visited.
    """
    ahead: list[tuple[LexborNode, bool]] = [(root, True)]
    while ahead:
        node, entering = ahead.pop()
        if not entering:
            leave(node)
            continue
        if ahead and node.next is not None:
            ahead.append((node.next, True))
        if enter(node):
            ahead.append((node, False))
            if node.first_child is not None:
                ahead.append((node.first_child, True))
