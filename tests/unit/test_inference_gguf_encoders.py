"""Embedders and rankers in GGUF format, and a cross-encoder, beside the libraries' own results."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from orchestration.errors import ContextOverflow, ModelUnavailable, UserError
from orchestration.inference.embedder import LocalEncoder
from orchestration.inference.generator import LlamaGenerator
from orchestration.inference.messages import EmbedBody, EngineOptions
from orchestration.inference.ports import (
    EmbeddingRequest,
    Embeddings,
    GenerationRequest,
    Message,
    Ranking,
    RerankRequest,
    Sampling,
    TokenizeRequest,
    ToolCall,
)
from orchestration.inference.vectors.batches import choose
from orchestration.inference.vectors.job import Job
from orchestration.registry.bundled import MINILM, SWITCHYARD_MINI, TINY_RANDOM
from orchestration.registry.describe import describe
from orchestration.registry.parameters import InvalidParameters
from orchestration.registry.places import locate
from orchestration.registry.spec import ModelSpec
from tests.unit.encoders import (
    CLS,
    CONTEXT,
    MEAN,
    RANK,
    bert_spec,
    minilm_gguf,
    random_bert,
    random_cross_encoder,
)
from tests.unit.engines import Progress, Signal

pytestmark = [pytest.mark.native, pytest.mark.timeout(240)]

TEXTS = ("the cat", "a", "where is the cat, dear reader?", "0 1 2 3 4 5 6 7 8 9")


@pytest.fixture(scope="module")
def encoder() -> Iterator[LocalEncoder]:
    made = LocalEncoder(EngineOptions(threads=1, resident_models=2))
    yield made
    made.close()


def embed(encoder: LocalEncoder, model: ModelSpec, *texts: str, **more: Any) -> Embeddings:
    request = EmbeddingRequest(model, texts, **more)
    return encoder.embed(request, stop=Signal(), progress=Progress())


def rerank(encoder: LocalEncoder, model: ModelSpec, query: str, *documents: str) -> Ranking:
    request = RerankRequest(model, query, documents)
    return encoder.rerank(request, stop=Signal(), progress=Progress())


def llamas(path: str, pooling: int) -> list[list[float]]:
    """Return what the library's own class makes of each text, alone."""
    from llama_cpp import Llama

    model = Llama(path, embedding=True, pooling_type=pooling, verbose=False, n_ctx=CONTEXT)
    try:
        return [model.embed(text, normalize=True) for text in TEXTS]
    finally:
        model.close()


@pytest.mark.parametrize("pooling", [MEAN, CLS])
def test_a_bert_makes_the_vectors_that_llama_cpp_makes(
    encoder: LocalEncoder, tmp_path: Path, pooling: int
) -> None:
    model = bert_spec(tmp_path / f"bert-{pooling}.gguf", pooling)
    made = embed(encoder, model, *TEXTS)
    np.testing.assert_allclose(made.vectors, llamas(model.location, pooling), atol=1e-4)


@pytest.mark.parametrize(("name", "pooling"), [("mean", 1), ("last", 3)])
def test_a_llama_embeds_as_its_registration_says(
    encoder: LocalEncoder, name: str, pooling: int
) -> None:
    model = replace(
        TINY_RANDOM, task="embedding", dimensions=64, parameters={"pooling": name}, checksum=name
    )
    made = embed(encoder, model, *TEXTS)
    expected = llamas(str(locate(TINY_RANDOM)), pooling)
    np.testing.assert_allclose(made.vectors, expected, atol=1e-4)


def test_minilm_as_gguf_means_the_same_as_minilm(encoder: LocalEncoder, tmp_path: Path) -> None:
    model = minilm_gguf(tmp_path / "minilm.gguf")
    texts = ("A cat sits on the mat.", "Quarterly tax report, 2024", "naïve café über", "x " * 400)
    ours, theirs = embed(encoder, model, *texts), embed(encoder, MINILM, *texts)
    likeness = (np.array(ours.vectors) * np.array(theirs.vectors)).sum(axis=1)
    assert likeness.min() > 0.999
    assert (ours.prompt_tokens, ours.truncated) == (theirs.prompt_tokens, theirs.truncated)


def test_a_file_that_does_not_say_how_to_pool_needs_a_parameter(
    encoder: LocalEncoder, tmp_path: Path
) -> None:
    silent = bert_spec(tmp_path / "silent.gguf", None)
    with pytest.raises(ModelUnavailable, match="Set the model's parameter pooling to one of"):
        embed(encoder, silent, "a")
    told = replace(silent, parameters={"pooling": "mean"})
    assert embed(encoder, told, "a").dimensions == 32


def test_a_text_that_is_too_long_is_cut_where_it_was_asked_or_refused(
    encoder: LocalEncoder, tmp_path: Path
) -> None:
    model = bert_spec(tmp_path / "cut.gguf", MEAN)
    start, end = "a " * 62, "b " * 62
    right = embed(encoder, model, "short", start + end)
    left = embed(encoder, model, start + end, truncate="left")
    assert right.truncated == (1,)
    np.testing.assert_allclose(right.vectors[1], embed(encoder, model, start).vectors[0], atol=1e-5)
    np.testing.assert_allclose(left.vectors[0], embed(encoder, model, end).vectors[0], atol=1e-5)
    with pytest.raises(ContextOverflow, match="has 126 tokens, the model reads 64") as caught:
        embed(encoder, model, "short", start + end, truncate="error")
    assert caught.value.field == "texts.1"


def test_the_names_of_control_tokens_in_a_text_are_only_text(
    encoder: LocalEncoder, tmp_path: Path
) -> None:
    model = bert_spec(tmp_path / "control.gguf", MEAN)
    request = TokenizeRequest(model, ("[SEP]", "a"))
    hostile, plain = encoder.tokenize(request, stop=Signal(), progress=Progress()).ids
    assert len(hostile) > len(plain)


def test_a_model_that_is_registered_with_other_dimensions_is_refused(
    encoder: LocalEncoder, tmp_path: Path
) -> None:
    wrong = bert_spec(tmp_path / "wrong.gguf", MEAN, dimensions=48)
    with pytest.raises(ModelUnavailable, match="makes 32 dimensions, registered are 48"):
        embed(encoder, wrong, "a")


def test_nothing_is_read_behind_vectors_that_are_shorter_than_the_models_rows(
    encoder: LocalEncoder, tmp_path: Path
) -> None:
    path = tmp_path / "short.gguf"
    path.write_bytes(random_bert(MEAN, embedding_length_out=16))
    model = describe(path)
    assert model.dimensions == 16
    made = embed(encoder, model, "the cat", normalize=False)
    whole = bert_spec(tmp_path / "whole.gguf", MEAN)
    expected = embed(encoder, whole, "the cat", normalize=False).vectors[0][:16]
    np.testing.assert_allclose(made.vectors[0], expected, atol=1e-5)
    with pytest.raises(ModelUnavailable, match="makes 16 dimensions, registered are 32"):
        embed(encoder, replace(model, dimensions=32, checksum="2" * 64), "the cat")


def test_a_damaged_file_is_refused(encoder: LocalEncoder, tmp_path: Path) -> None:
    model = bert_spec(tmp_path / "damaged.gguf", MEAN)
    path = Path(model.location)
    path.write_bytes(path.read_bytes()[:4000])
    with pytest.raises(ModelUnavailable):
        embed(encoder, model, "a")


def test_vectors_are_shortened_and_scaled_as_asked(encoder: LocalEncoder, tmp_path: Path) -> None:
    model = bert_spec(tmp_path / "short.gguf", MEAN)
    whole = np.array(embed(encoder, model, "the cat", normalize=False).vectors[0])
    short = embed(encoder, model, "the cat", dimensions=8)
    assert short.dimensions == len(short.vectors[0]) == 8
    np.testing.assert_allclose(short.vectors[0], whole[:8] / np.linalg.norm(whole[:8]), atol=1e-6)
    with pytest.raises(InvalidParameters, match="have 32 dimensions, not 33"):
        embed(encoder, model, "the cat", dimensions=33)


def test_prompts_of_the_registration_go_before_texts(encoder: LocalEncoder, tmp_path: Path) -> None:
    prompts = {"query_prompt": "a ", "document_prompt": "b "}
    model = bert_spec(tmp_path / "prompts.gguf", MEAN, parameters=prompts)
    asked = embed(encoder, model, "cat", input_type="query").vectors
    found = embed(encoder, model, "cat", input_type="document").vectors
    bare = embed(encoder, model, "a cat", "b cat").vectors
    np.testing.assert_allclose([*asked, *found], bare, atol=1e-5)


def test_prompts_of_a_rankers_registration_go_before_query_and_documents(
    encoder: LocalEncoder, tmp_path: Path
) -> None:
    bare = bert_spec(tmp_path / "ranker.gguf", RANK)
    prompts = {"query_prompt": "a ", "document_prompt": "b "}
    told = replace(bare, parameters=prompts)
    expected = rerank(encoder, bare, "a where is it", "b the cat", "b cat")
    assert rerank(encoder, told, "where is it", "the cat", "cat") == expected


def test_short_texts_do_not_fill_a_long_context_so_that_urgent_ones_wait_less() -> None:
    from orchestration.inference.vectors.gguf import GgufEmbedder

    model = replace(TINY_RANDOM, task="embedding", dimensions=64)
    assert model.context_length == 2048
    options = EngineOptions(threads=1)
    embedder = GgufEmbedder(model, str(locate(TINY_RANDOM)), options, "mean")
    try:
        texts = tuple(f"{'some words ' * 20}{number}" for number in range(60))
        job = Job(1, EmbedBody(model, "path", texts), arrival=1)
        batch = choose([job], embedder, never)
        assert sum(placed.row.cost for placed in batch) <= 512
        whole = embedder.prepare(["some words " * 800], "right")
        assert whole[0].cost > 512
        assert len(embedder.run(whole)[0]) == 64
    finally:
        embedder.close()


def never(job: Job, error: Exception) -> None:
    pytest.fail(f"{job.number} was refused: {error}")


def test_a_ranker_in_gguf_scores_as_llama_cpp_does(encoder: LocalEncoder, tmp_path: Path) -> None:
    model = bert_spec(tmp_path / "rank.gguf", RANK)
    query, documents = "where is the cat?", ("the cat", "a, b", "0 1 2 3 4 5")
    ranking = rerank(encoder, model, query, *documents)
    scores = [each.score for each in ranking.results]
    assert scores == sorted(scores, reverse=True)
    expected = [scored(model.location, query, document) for document in documents]
    by_index = {each.index: each.score for each in ranking.results}
    np.testing.assert_allclose([by_index[0], by_index[1], by_index[2]], expected, atol=1e-3)


def scored(path: str, query: str, document: str) -> float:
    """Return the library's own score: `[CLS] query [SEP] document [SEP]` in one text."""
    import llama_cpp

    model = llama_cpp.Llama(path, embedding=True, pooling_type=RANK, verbose=False, n_ctx=CONTEXT)
    try:
        tokens = [*model.tokenize(query.encode()), *model.tokenize(document.encode())[1:]]
        batch = model._batch
        batch.reset()  # type: ignore[no-untyped-call]
        batch.add_sequence(tokens, 0, True)
        assert llama_cpp.llama_decode(model.ctx, batch.batch) == 0
        return float(llama_cpp.llama_get_embeddings_seq(model.ctx, 0)[0])
    finally:
        model.close()


def test_a_model_without_a_ranking_head_is_refused(encoder: LocalEncoder, tmp_path: Path) -> None:
    model = bert_spec(tmp_path / "headless.gguf", MEAN, task="rerank", dimensions=None)
    with pytest.raises(ModelUnavailable, match="no head that ranks"):
        rerank(encoder, model, "the", "cat")


def test_a_cross_encoder_ranks_as_its_library_does(encoder: LocalEncoder, tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    model = random_cross_encoder(tmp_path / "cross")
    query, documents = "where is the cat?", ["the cat", "a, b", "x " * 100, "0 1 2"]
    ranking = rerank(encoder, model, query, *documents)
    expected = CrossEncoder(model.location, local_files_only=True).rank(query, documents)
    assert [each.index for each in ranking.results] == [each["corpus_id"] for each in expected]
    scores = [float(each["score"]) for each in expected]
    np.testing.assert_allclose([each.score for each in ranking.results], scores, atol=1e-5)
    assert ranking.truncated == (2,)


def test_only_the_best_are_returned_where_asked(encoder: LocalEncoder, tmp_path: Path) -> None:
    model = bert_spec(tmp_path / "top.gguf", RANK)
    documents = tuple(f"{number} the cat" for number in range(9))
    request = RerankRequest(model, "the cat", documents, top_n=3)
    best = encoder.rerank(request, stop=Signal(), progress=Progress()).results
    assert list(best) == list(rerank(encoder, model, "the cat", *documents).results[:3])


def test_a_text_models_tokens_are_those_of_its_own_tokenizer(encoder: LocalEncoder) -> None:
    from llama_cpp import Llama

    request = TokenizeRequest(TINY_RANDOM, ("bada ku", "</s> é\n"))
    made = encoder.tokenize(request, stop=Signal(), progress=Progress())
    model = Llama(str(locate(TINY_RANDOM)), vocab_only=True, verbose=False)
    expected = [model.tokenize(text.encode()) for text in request.texts]
    model.close()
    assert [list(each) for each in made.ids] == expected


def test_a_sentence_transformers_tokens_are_those_of_its_own_tokenizer(
    encoder: LocalEncoder,
) -> None:
    bare = TokenizeRequest(MINILM, ("playing chess",), special=False)
    full = replace(bare, special=True)
    (short,) = encoder.tokenize(bare, stop=Signal(), progress=Progress()).ids
    (long,) = encoder.tokenize(full, stop=Signal(), progress=Progress()).ids
    assert (short, long) == ((2652, 7433), (101, 2652, 7433, 102))


TOOLS = ({"type": "function", "function": {"name": "now", "description": "The time."}},)
TURNS = (
    Message("system", "You are brief."),
    Message("user", "What time is it? é"),
    Message("assistant", "", (ToolCall("1", "now", {"zone": "UTC"}),)),
    Message("tool", "noon", tool_call_id="1", name="now"),
)


@pytest.mark.parametrize("model", [TINY_RANDOM, SWITCHYARD_MINI], ids=lambda model: model.name)
def test_a_conversation_has_the_tokens_that_its_answer_is_made_of(
    encoder: LocalEncoder, model: ModelSpec
) -> None:
    tools = TOOLS if model is SWITCHYARD_MINI else ()
    with closing(LlamaGenerator(EngineOptions(threads=1, slots=1))) as generator:
        for turns in (TURNS[1:2], TURNS[:2], TURNS):
            request = TokenizeRequest(model, turns=turns, tools=tools)
            (made,) = encoder.tokenize(request, stop=Signal(), progress=Progress()).ids
            asked = GenerationRequest(model, turns, Sampling(max_tokens=1), tools=tools)
            answer = generator.generate(asked, stop=Signal(), progress=Progress())
            assert len(made) == answer.prompt_tokens


@pytest.mark.parametrize("model", [MINILM, replace(MINILM, task="rerank")])
def test_a_model_that_answers_no_conversations_says_so(
    encoder: LocalEncoder, model: ModelSpec
) -> None:
    with pytest.raises(UserError, match=r"answers no conversations.*Send texts"):
        encoder.tokenize(TokenizeRequest(model, turns=TURNS), stop=Signal(), progress=Progress())


def test_tools_that_a_template_does_not_know_cannot_be_counted(encoder: LocalEncoder) -> None:
    request = TokenizeRequest(TINY_RANDOM, turns=TURNS, tools=TOOLS)
    with pytest.raises(UserError, match="knows no tools"):
        encoder.tokenize(request, stop=Signal(), progress=Progress())
