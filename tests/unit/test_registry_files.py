"""Model files on disk: headers, descriptions, places, and the one that ships."""

from __future__ import annotations

import contextlib
import hashlib
import json
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.errors import ModelUnavailable, UserError
from orchestration.registry.bundled import MINILM, TINY_RANDOM
from orchestration.registry.describe import describe, name_for
from orchestration.registry.gguf import read_header
from orchestration.registry.places import SHIPPED_MODELS, locate
from orchestration.registry.spec import ModelSpec
from tests.unit.encoders import MEAN, RANK, bert_spec
from tools.tiny_model.__main__ import main
from tools.tiny_model.gguf_file import Integers, Value, encode
from tools.tiny_model.model import build

SHIPPED = SHIPPED_MODELS / "tiny-random.gguf"


def test_the_script_makes_the_shipped_model_byte_for_byte(tmp_path: Path) -> None:
    main([str(tmp_path / "again.gguf")])
    assert (tmp_path / "again.gguf").read_bytes() == SHIPPED.read_bytes()


def test_the_shipped_model_is_small_and_registered_as_it_is() -> None:
    content = SHIPPED.read_bytes()
    assert len(content) == TINY_RANDOM.size_bytes < 1_000_000
    assert hashlib.sha256(content).hexdigest() == TINY_RANDOM.checksum
    assert "noise" in TINY_RANDOM.description


def test_a_header_says_what_the_model_is() -> None:
    header = read_header(SHIPPED)
    assert (header.architecture, header.context_length) == ("llama", 2048)
    assert header.lengths["tokenizer.ggml.tokens"] > 256
    assert header.chat_template
    assert "<|im_start|>" in header.chat_template
    assert not header.is_embedder


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "cut short after 0 bytes"),
        (b"hello world, I am text", "does not begin with the letters GGUF"),
        (b"GGUF" + struct.pack("<I", 99), "version 99"),
        (b"GGUF" + struct.pack("<IQQ", 3, 2**63, 0), "claims 9223372036854775808 tensors"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 2**40), "metadata keys"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 2**50), "bytes in a text"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<I", 77), "type 77"),
    ],
)
def test_what_is_no_gguf_is_told_why(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "odd.gguf"
    path.write_bytes(content)
    with pytest.raises(ModelUnavailable, match=message) as caught:
        read_header(path)
    assert caught.value.mend


@pytest.mark.parametrize("length", [3, 20, 100, 5000, 12_000, 13_000])
def test_a_file_that_is_cut_short_anywhere_is_told_so(tmp_path: Path, length: int) -> None:
    path = tmp_path / "cut.gguf"
    path.write_bytes(SHIPPED.read_bytes()[:length])
    with pytest.raises(ModelUnavailable, match="cut short"):
        read_header(path)


def test_a_number_for_each_layer_is_kept_also_for_the_deepest_models(tmp_path: Path) -> None:
    path = tmp_path / "deep.gguf"
    heads = Integers([8, 0] * 40)
    path.write_bytes(encode({"deci.attention.head_count_kv": heads}, {}))
    assert read_header(path).metadata["deci.attention.head_count_kv"] == heads.values


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, 13_000), raw=st.binary(min_size=1, max_size=16))
def test_no_damage_makes_the_reader_fail_otherwise(
    tmp_path_factory: pytest.TempPathFactory, at: int, raw: bytes
) -> None:
    content = bytearray(SHIPPED.read_bytes())
    content[at : at + len(raw)] = raw
    path = tmp_path_factory.getbasetemp() / "fuzzed.gguf"
    path.write_bytes(content)
    with contextlib.suppress(ModelUnavailable):
        read_header(path)


def test_a_missing_file_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be read"):
        read_header(tmp_path / "gone.gguf")


def test_a_gguf_file_is_described_from_its_header(tmp_path: Path) -> None:
    path = tmp_path / "My Model_Q8_0.gguf"
    path.write_bytes(SHIPPED.read_bytes())
    spec = describe(path)
    assert (spec.name, spec.task, spec.format) == ("my-model-q8-0", "text", "gguf")
    assert (spec.context_length, spec.location) == (2048, str(path))
    assert (spec.checksum, spec.size_bytes) == (TINY_RANDOM.checksum, TINY_RANDOM.size_bytes)


def test_a_folder_of_sentence_transformers_is_described_from_its_files() -> None:
    spec = describe(locate(MINILM), name="mine")
    assert (spec.name, spec.task, spec.dimensions) == ("mine", "embedding", 384)
    assert (spec.context_length, spec.checksum) == (256, MINILM.checksum)


def test_an_embedder_and_a_ranker_in_gguf_are_described_from_their_headers(tmp_path: Path) -> None:
    embedder = describe(Path(bert_spec(tmp_path / "embedder.gguf", MEAN).location))
    assert (embedder.task, embedder.format, embedder.dimensions) == ("embedding", "gguf", 32)
    ranker = describe(Path(bert_spec(tmp_path / "ranker.gguf", RANK).location))
    assert (ranker.task, ranker.dimensions, ranker.context_length) == ("rerank", None, 64)


@pytest.mark.parametrize("kind", ["none", "no_vocab"])
def test_a_file_without_a_vocabulary_is_no_model_for_text(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "sounds.gguf"
    path.write_bytes(encode({"general.architecture": "llama", "tokenizer.ggml.model": kind}, {}))
    with pytest.raises(UserError, match=r"sounds.gguf has no vocabulary") as caught:
        describe(path)
    assert caught.value.mend


def test_an_embedder_that_does_not_say_its_width_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bert.gguf"
    architecture: dict[str, Value] = {"general.architecture": "nomic-bert"}
    for said in (architecture, architecture | {"nomic-bert.embedding_length": 2**32 - 1}):
        path.write_bytes(encode(said, {}))
        with pytest.raises(UserError, match="does not say how long its vectors are"):
            describe(path)


def test_a_cross_encoder_is_described_from_its_files(tmp_path: Path) -> None:
    config = {
        "architectures": ["BertForSequenceClassification"],
        "id2label": {"0": "LABEL_0"},
        "max_position_embeddings": 512,
    }
    (tmp_path / "config.json").write_text(json.dumps(config))
    spec = describe(tmp_path)
    assert (spec.task, spec.format) == ("rerank", "sentence-transformers")
    (tmp_path / "config.json").write_text(json.dumps(config | {"id2label": {"0": "a", "1": "b"}}))
    with pytest.raises(UserError, match="has 2 labels"):
        describe(tmp_path)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no modules\.json"):
        describe(tmp_path)
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(UserError, match="how long its vectors are"):
        describe(tmp_path)
    (tmp_path / "config.json").write_text("nonsense")
    with pytest.raises(ModelUnavailable, match="no JSON object"):
        describe(tmp_path)


def test_nothing_at_a_path_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="nothing at"):
        describe(tmp_path / "gone.gguf")


@pytest.mark.parametrize(
    ("file", "name"),
    [("Qwen2.5-3B-Q4_K_M.gguf", "qwen2.5-3b-q4-k-m"), ("ÄÖ.gguf", "model"), ("a", "a")],
)
def test_names_are_made_of_file_names(file: str, name: str) -> None:
    assert name_for(Path(file)) == name


def test_a_models_own_folder_goes_before_the_shipped_one(tmp_path: Path) -> None:
    assert locate(TINY_RANDOM, [tmp_path]) == SHIPPED
    mine = tmp_path / TINY_RANDOM.location
    mine.write_bytes(build())
    assert locate(TINY_RANDOM, [tmp_path]) == mine


def test_a_package_that_is_not_installed_is_named() -> None:
    with pytest.raises(ModelUnavailable, match="Install the Python package no-such-package"):
        locate(replace(MINILM, location="package:no_such_package/model"))


def test_a_spec_survives_json_and_ignores_what_newer_versions_add() -> None:
    values = json.loads(json.dumps(MINILM.to_dict()))
    assert ModelSpec.from_dict({**values, "invented_later": 1}) == MINILM
