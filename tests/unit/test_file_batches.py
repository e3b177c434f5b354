"""Files of batches, line by line: what is read, what is refused, what becomes of it."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.batches.endpoints import ENDPOINTS, Answered
from api.batches.lines import Line, lines_of
from api.batches.requests import CUSTOM_ID_LENGTH, BadLine, check, request_of
from api.gateway.openai.errors import UnknownParameter, UnsupportedParameter
from api.gateway.openai.names import BATCH, FILE, id_of, named

CHAT = "/v1/chat/completions"
HELLO = [{"role": "user", "content": "hello"}]
FINE: dict[str, Any] = {
    "custom_id": "a", "method": "POST", "url": CHAT, "body": {"model": "m", "messages": HELLO},
}  # fmt: skip


def read(sent: Any) -> Line:
    return Line(1, 0, sent if isinstance(sent, bytes) else json.dumps(sent).encode())


# --- Lines ---------------------------------------------------------------------------------


@given(
    st.lists(st.binary(max_size=20).map(lambda raw: raw.replace(b"\n", b"")), max_size=12),
    st.integers(1, 40),
    st.booleans(),
)
def test_lines_are_the_same_however_they_come(whole: list[bytes], size: int, ends: bool) -> None:
    raw = b"\n".join(whole) + (b"\n" if ends else b"")
    chunks = [raw[at : at + size] for at in range(0, len(raw), size)]
    found = list(lines_of(chunks, most=12))
    numbered = enumerate(raw.split(b"\n"), 1)
    expected = [(n, None if len(part) > 12 else part.strip()) for n, part in numbered]
    assert [(line.number, line.raw) for line in found] == [e for e in expected if e[1] != b""]
    for line in found:
        rest = list(lines_of([raw[line.end :]], most=12, start=line.end, number=line.number))
        assert rest == found[found.index(line) + 1 :]


def test_a_line_that_never_ends_is_not_held() -> None:
    chunks = (b"x" * 1000 for _ in range(1000))
    (line,) = lines_of(chunks, most=10)
    assert (line.number, line.raw, line.end) == (1, None, 1_000_000)


# --- Requests ------------------------------------------------------------------------------


def test_a_line_is_a_request() -> None:
    request = request_of(read(FINE), CHAT)
    assert (request.custom_id, request.body) == ("a", FINE["body"])


BAD: list[tuple[Any, str, str | None]] = [
    (b"{", "invalid_json_line", None),
    (b"\xff", "invalid_json_line", None),
    (b'{"custom_id": "\\u0000"}', "invalid_json_line", None),
    ([FINE], "invalid_json_line", None),
    (FINE | {"custom_id": None}, "missing_required_parameter", "custom_id"),
    (FINE | {"custom_id": 7}, "invalid_custom_id", "custom_id"),
    (FINE | {"custom_id": ""}, "invalid_custom_id", "custom_id"),
    (FINE | {"custom_id": "x" * (CUSTOM_ID_LENGTH + 1)}, "invalid_custom_id", "custom_id"),
    (FINE | {"method": "GET"}, "invalid_method", "method"),
    (FINE | {"url": "/v1/embeddings"}, "invalid_url", "url"),
    (FINE | {"body": "text"}, "invalid_body", "body"),
    ({"custom_id": "a"}, "missing_required_parameter", "method"),
]


@pytest.mark.parametrize(("sent", "code", "param"), BAD)
def test_what_is_no_request_is_named(sent: Any, code: str, param: str | None) -> None:
    with pytest.raises(BadLine) as caught:
        request_of(read(sent), CHAT)
    assert (caught.value.code, caught.value.param) == (code, param)
    assert caught.value.told(3)["line"] == 3


def test_a_line_that_is_too_long_is_named() -> None:
    with pytest.raises(BadLine, match="more bytes"):
        request_of(Line(1, 0, None), CHAT)


def some(*names: str) -> list[Line]:
    return [
        Line(number, 0, json.dumps(FINE | {"custom_id": name}).encode())
        for number, name in enumerate(names, 1)
    ]


def test_a_file_is_counted_and_ids_that_come_twice_are_found() -> None:
    assert check(some("a", "b"), CHAT, most=9).total == 2
    assert check(some("a", "b"), CHAT, most=9).errors == []
    found = check(some("a", "b", "a", "a"), CHAT, most=9)
    assert [(each["line"], each["code"]) for each in found.errors] == [
        (3, "duplicate_custom_id"),
        (4, "duplicate_custom_id"),
    ]


def test_a_file_may_have_so_many_lines_and_no_more_errors_than_can_be_read() -> None:
    assert check(some("a", "b"), CHAT, most=2).errors == []
    (many,) = check(some("a", "b", "c"), CHAT, most=2).errors
    assert (many["line"], many["code"]) == (3, "too_many_requests")
    wrong = [read(b"{") for _ in range(500)]
    assert len(check(wrong, CHAT, most=1000).errors) == 100
    assert [each["code"] for each in check([], CHAT, most=2).errors] == ["empty_file"]


# --- Translation ---------------------------------------------------------------------------


def test_each_path_has_its_kind() -> None:
    chat = ENDPOINTS[CHAT].wanted({"model": "m", "messages": HELLO, "parallel_tool_calls": False})
    assert (chat.kind, chat.model, chat.input, chat.form) == (
        "chat", "m", {"messages": HELLO}, "one_call",
    )  # fmt: skip
    text = ENDPOINTS["/v1/completions"].wanted({"model": "m", "prompt": ["Once"]})
    assert (text.kind, text.input) == ("completion", {"prompt": "Once"})
    vector = ENDPOINTS["/v1/embeddings"].wanted(
        {"model": "m", "input": "one", "encoding_format": "base64"}
    )
    assert (vector.kind, vector.input["texts"], vector.form) == ("embedding", ["one"], "packed")


def test_what_a_batch_cannot_do_is_refused() -> None:
    with pytest.raises(UnsupportedParameter, match="stream"):
        ENDPOINTS[CHAT].wanted({"model": "m", "messages": HELLO, "stream": True})
    bodies: dict[str, dict[str, Any]] = {
        CHAT: {"messages": HELLO},
        "/v1/completions": {"prompt": "a"},
        "/v1/responses": {"input": "a"},
        "/v1/embeddings": {"input": "a"},
    }
    for path, body in bodies.items():
        with pytest.raises(UnsupportedParameter, match="cache"):
            ENDPOINTS[path].wanted({"model": "m", **body, "cache": True})
    with pytest.raises(UnknownParameter):
        ENDPOINTS["/v1/embeddings"].wanted({"model": "m", "input": "a", "nonsense": 1})


def test_vectors_are_packed_where_that_was_asked_for() -> None:
    result = {"model": "m", "embeddings": [[1.0, 2.0]], "usage": {"prompt_tokens": 2}}
    shape = ENDPOINTS["/v1/embeddings"].shape
    assert shape(Answered("x", "m", 0, result))["data"][0]["embedding"] == [1.0, 2.0]
    packed = shape(Answered("x", "m", 0, result, "packed"))
    assert packed["data"][0]["embedding"] == "AACAPwAAAEA="


def test_responses_are_conversations_that_nobody_can_fetch() -> None:
    path = ENDPOINTS["/v1/responses"]
    made = path.wanted({"model": "m", "input": "hello", "instructions": "Be kind."})
    assert [turn["role"] for turn in made.input["messages"]] == ["system", "user"]
    message = {"role": "assistant", "content": "hi"}
    result = {"message": message, "finish_reason": "stop", "model": "m"}
    found = path.shape(Answered("x", "m", 0, result, made.form, made.asked))
    assert (found["object"], found["status"], found["instructions"]) == (
        "response", "completed", "Be kind.",
    )  # fmt: skip
    assert found["output"][0]["content"][0]["text"] == "hi"
    for name in ("stream", "background", "previous_response_id"):
        with pytest.raises(UnsupportedParameter, match=name):
            path.wanted({"model": "m", "input": "hello", name: "x" if "_id" in name else True})


# --- Names ---------------------------------------------------------------------------------


def test_names_and_ids_go_both_ways() -> None:
    one = UUID(int=7)
    assert id_of(named(FILE, one) or "", FILE) == one
    assert named(BATCH, None) is None
    for wrong in ("", "file-", "file-7", "batch_" + one.hex, "file-" + "g" * 32, "file-" + "٣" * 32,
                  "file-" + str(one)):  # fmt: skip
        assert id_of(wrong, FILE) is None
