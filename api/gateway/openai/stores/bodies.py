"""What clients send to `/v1/vector_stores`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.rest.errors import InvalidBody

MOST_TOKENS: Final = 4000
MOST_FILES: Final = 2000
"""Files of one batch."""
MOST_QUERIES: Final = 8
QUERY_LENGTH: Final = 4096

Metadata = Annotated[
    dict[Annotated[str, Field(max_length=64)], Annotated[str, Field(max_length=512)]],
    Field(max_length=16),
]
Attributes = Annotated[
    dict[
        Annotated[str, Field(max_length=64)],
        Annotated[str, Field(max_length=512)] | bool | int | float,
    ],
    Field(max_length=16),
]
FileId = Annotated[str, Field(max_length=100)]
Query = Annotated[str, Field(min_length=1, max_length=QUERY_LENGTH)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Expiry(_Body):
    """When a store goes."""

    anchor: Literal["last_active_at"]
    days: int = Field(ge=1, le=365)


class Sizes(_Body):
    """How large passages are; they do not overlap here."""

    max_chunk_size_tokens: int = Field(ge=100, le=MOST_TOKENS)
    chunk_overlap_tokens: int = Field(ge=0, le=MOST_TOKENS // 2)


class Chunking(_Body):
    """How files are cut."""

    type: Literal["auto", "static"]
    static: Sizes | None = None


class StoreBody(_Body):
    """`POST /v1/vector_stores`."""

    name: str | None = Field(None, max_length=256)
    description: str | None = Field(None, max_length=2000)
    metadata: Metadata | None = None
    expires_after: Expiry | None = None
    file_ids: list[FileId] | None = Field(None, max_length=MOST_FILES)
    chunking_strategy: Chunking | None = None


class StoreChange(_Body):
    """`POST /v1/vector_stores/{id}`; what is sent as null is emptied."""

    name: str | None = Field(None, max_length=256)
    description: str | None = Field(None, max_length=2000)
    metadata: Metadata | None = None
    expires_after: Expiry | None = None


class FileBody(_Body):
    """`POST /v1/vector_stores/{id}/files`, and a line of a batch."""

    file_id: FileId
    attributes: Attributes | None = None
    chunking_strategy: Chunking | None = None


class FileChange(_Body):
    """`POST /v1/vector_stores/{id}/files/{file_id}`."""

    attributes: Attributes | None = None


class BatchBody(_Body):
    """`POST /v1/vector_stores/{id}/file_batches`."""

    file_ids: list[FileId] | None = Field(None, min_length=1, max_length=MOST_FILES)
    files: list[FileBody] | None = Field(None, min_length=1, max_length=MOST_FILES)
    attributes: Attributes | None = None
    chunking_strategy: Chunking | None = None


class Hybrid(_Body):
    """How much meaning and words count."""

    embedding_weight: float = Field(ge=0)
    text_weight: float = Field(ge=0)


class Ranking(_Body):
    """How results are put in order."""

    ranker: Literal["none", "auto", "default-2024-11-15", "default_2024_08_21"] | None = None
    score_threshold: float | None = Field(None, ge=0, le=1)
    hybrid_search: Hybrid | None = None


class SearchBody(_Body):
    """`POST /v1/vector_stores/{id}/search`."""

    query: Query | Annotated[list[Query], Field(min_length=1, max_length=MOST_QUERIES)]
    filters: Any = None
    max_num_results: int = Field(10, ge=1, le=50)
    ranking_options: Ranking | None = None
    rewrite_query: bool | None = None


def passage_tokens(chunking: Chunking | None) -> int | None:
    """Return how large passages are to be; None where that is left to us.

    Raises:
        InvalidBody: It says nothing, or contradicts itself.
    """
    if chunking is None or (chunking.type == "auto" and chunking.static is None):
        return None
    sizes = chunking.static
    if chunking.type == "auto" or sizes is None:
        raise InvalidBody(
            "Invalid value for 'chunking_strategy': sizes belong to the type static, and to no"
            " other.",
            field="chunking_strategy",
            value=chunking.type,
            mend="Send the type static with its sizes, or auto without any.",
        )
    if sizes.chunk_overlap_tokens > sizes.max_chunk_size_tokens // 2:
        raise InvalidBody(
            "Invalid value for 'chunking_strategy.static.chunk_overlap_tokens': it is more than"
            " half of 'max_chunk_size_tokens'.",
            field="chunking_strategy.static.chunk_overlap_tokens",
            value=sizes.chunk_overlap_tokens,
            mend="Send less; passages do not overlap here.",
        )
    return sizes.max_chunk_size_tokens


def wanted_files(body: BatchBody) -> list[FileBody]:
    """Return the files of a batch, each with what is said of it; one that comes twice counts once,
    as it stands last.

    Raises:
        InvalidBody: There are none, or they come in two ways.
    """
    if (body.file_ids is None) == (body.files is None):
        raise InvalidBody(
            "Send either 'file_ids' or 'files'.", field="file_ids", mend="Send one of them."
        )
    if body.files is not None:
        found: Mapping[str, FileBody] = {each.file_id: each for each in body.files}
        return list(found.values())
    shared, chunking = body.attributes, body.chunking_strategy
    ids = dict.fromkeys(body.file_ids or ())
    return [FileBody(file_id=i, attributes=shared, chunking_strategy=chunking) for i in ids]
