"""Requests written one by one in ordinary words: they judge the model and never train it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tools.bundled_model.sample import Sample

JOBS: Final = ("intent", "complexity", "tone", "extraction", "tools", "other")
_FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Request:
    """A conversation in the words that people use, with the right answer.

    Attributes:
        sample: The conversation, the tools it offers and the answer to it.
        schema: The JSON schema that the request passes as its response format. The conversation
            does not show it. None where the request passes none.
    """

    sample: Sample
    schema: Mapping[str, Any] | None


def requests(job: str) -> list[Request]:
    """Read the requests of a job, in the order in which they were written.

    Args:
        job: One of `JOBS`.

    Returns:
        The requests.

    Raises:
        ValueError: No requests were written for this job.
    """
    if job not in JOBS:
        raise ValueError(f"job is {job!r}; requests were written for {', '.join(JOBS)}")
    lines = (_FOLDER / f"{job}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_request(job, json.loads(line)) for line in lines]


def _request(job: str, written: Mapping[str, Any]) -> Request:
    sample = Sample(
        job=job,
        messages=tuple(written["messages"]),
        answer=written["answer"],
        tools=tuple(written.get("tools", ())),
    )
    return Request(sample=sample, schema=written.get("schema"))
