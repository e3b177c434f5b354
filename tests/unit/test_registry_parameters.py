"""What a registration may say about embedding and ranking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from orchestration.registry.bundled import MINILM, SWITCHYARD_MINI
from orchestration.registry.checking import check_parameters
from orchestration.registry.parameters import Encoding, InvalidParameters, encoding_of, narrow_of

GGUF = replace(MINILM, format="gguf")


def test_what_is_not_said_has_a_default() -> None:
    assert encoding_of(MINILM) == Encoding(normalize=True, truncate="right")


def test_parameters_of_other_parts_are_left_alone() -> None:
    assert encoding_of(replace(MINILM, parameters={"temperature": 3})) == Encoding()


def test_a_prompt_goes_before_texts_of_its_type_only() -> None:
    told = encoding_of(replace(GGUF, parameters={"query_prompt": "query: "}))
    assert (told.prompt("query"), told.prompt("document"), told.prompt(None)) == ("query: ", "", "")


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("normalize", "yes", "Use true or false."),
        ("dimensions", 0, "Use a whole number from 1 on."),
        ("dimensions", True, "Use a whole number from 1 on."),
        ("pooling", "max", "Use one of: mean, cls, last."),
        ("truncate", "middle", "Use one of: error, right, left."),
        ("query_prompt", 5, "Use a text of at most 2000 characters."),
        ("document_prompt", "x" * 2001, "Use a text of at most 2000 characters."),
    ],
)
def test_a_parameter_that_cannot_be_is_named_with_its_mend(
    name: str, value: Any, mend: str
) -> None:
    with pytest.raises(InvalidParameters) as caught:
        encoding_of(replace(GGUF, parameters={name: value}))
    assert (caught.value.field, caught.value.mend) == (f"parameters.{name}", mend)


def test_whether_a_model_is_narrow_is_said_by_true_or_false() -> None:
    assert not narrow_of(MINILM)
    assert narrow_of(SWITCHYARD_MINI)
    with pytest.raises(InvalidParameters, match="narrow"):
        check_parameters(replace(SWITCHYARD_MINI, parameters={"narrow": "yes"}))


def test_more_dimensions_than_there_are_cannot_be_kept() -> None:
    with pytest.raises(InvalidParameters, match="have 384 dimensions, not 385"):
        encoding_of(replace(GGUF, parameters={"dimensions": 385}))


def test_a_folder_says_itself_how_it_pools() -> None:
    with pytest.raises(InvalidParameters, match="pooling"):
        encoding_of(replace(MINILM, parameters={"pooling": "mean"}))


def test_a_ranker_cuts_only_the_end_of_documents() -> None:
    ranker = replace(MINILM, task="rerank", parameters={"truncate": "left"})
    with pytest.raises(InvalidParameters, match="truncate"):
        encoding_of(ranker)
