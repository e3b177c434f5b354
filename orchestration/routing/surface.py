"""What a query shows on its surface: cheap marks that a vector of its meaning blurs."""

from __future__ import annotations

import math
import re

_FENCE = re.compile(r"```|^\s{4,}\S.*[;{(]\s*$|[;{}]\s*$", re.MULTILINE)
_TRACE = re.compile(
    r"Traceback|^\s+at [\w.$<>]+\(|goroutine \d+|stack backtrace|panicked at|File \"[^\"]+\", line",
    re.MULTILINE,
)
_ERROR = re.compile(r"\b\w*(?:Error|Exception)\b|\berror:|\bfatal:|^panic:|exit(?:ed)? code")
_CLAUSE = re.compile(r"[,;:]| - |\band\b|\bor\b|\bwith\b", re.IGNORECASE)
_MEDIA = re.compile(
    r"\b(?:photos?|images?|pictures?|screenshots?|scan(?:s|ned)?|recordings?|recorded|audio|videos?"
    r"|diagrams?|attached|attach|sketch|painting)\b",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[=<>(){}\[\]_$#|&/\\`]")

NAMES = ("length", "clauses", "signs", "fence", "trace", "error", "question", "media")


def marks(text: str) -> tuple[float, ...]:
    """Return one number for each of `NAMES`, about 0 to 1.

    Length and clauses count logarithmically: a paste of ten pages is not a thousand times as hard.
    """
    words = len(text.split())
    return (
        min(math.log2(1 + words) / 8, 1.0),
        min(math.log2(1 + len(_CLAUSE.findall(text))) / 5, 1.0),
        min(10 * len(_SIGN.findall(text)) / (1 + len(text)), 1.0),
        float(bool(_FENCE.search(text))),
        float(bool(_TRACE.search(text))),
        float(bool(_ERROR.search(text))),
        float(text.rstrip().endswith("?")),
        min(len(_MEDIA.findall(text)) / 2, 1.0),
    )
