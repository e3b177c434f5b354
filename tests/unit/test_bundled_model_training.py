"""The small model's making: tokens, what is learned of them, weights, file."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import asdict, replace
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from llama_cpp import Llama

from tools.bundled_model import file, first, vocabulary
from tools.bundled_model.batches import HINT, WIDTHS, Batch, batches, collate, samples
from tools.bundled_model.conversations import LABELS, lengthened
from tools.bundled_model.encoding import Encoder
from tools.bundled_model.jobs import requests, tone
from tools.bundled_model.making import kept_at, make
from tools.bundled_model.network import Network, Size
from tools.bundled_model.readers import by_readers
from tools.bundled_model.reading import read
from tools.bundled_model.sample import Sample, Split
from tools.bundled_model.template import prompt
from tools.bundled_model.train import Plan, Saved, train
from tools.bundled_model.vocabulary import Token

pytestmark = pytest.mark.native

SMALL = Size(tokens=1500, width=192, layers=2, heads=6, forward=64)
PLAN = Plan(steps=3, size=640, processes=1, every=3, stage=2, compiled=False)


def learned() -> list[Token]:
    read = list(islice(samples(Random(1), Split.TRAIN), 300))
    texts = [prompt(each) + each.answer for each in read]
    return vocabulary.learn(texts, [each.answer for each in read], SMALL.tokens, 50)


@pytest.fixture(scope="module")
def tokens() -> list[Token]:
    return learned()


@pytest.fixture(scope="module")
def encoder(tokens: list[Token]) -> Encoder:
    return Encoder(tokens, file.header(tokens, SMALL))


def said(encoder: Encoder, tokens: list[Token], sample: Sample) -> str:
    """Return what of a sample is learned."""
    encoded = encoder.encoded(sample)
    chosen = zip(encoded.tokens, encoded.learned, strict=True)
    return "".join(tokens[token].text for token, is_learned in chosen if is_learned)


def ask(*contents: str) -> tuple[dict[str, str], ...]:
    roles = ("system", "user", "assistant")
    return tuple(
        {"role": roles[(at - 1) % 2 + 1] if at else "system", "content": content}
        for at, content in enumerate(contents)
    )


def test_the_same_texts_make_the_same_tokens(tokens: list[Token]) -> None:
    assert learned() == tokens
    assert len({token.text for token in tokens}) == len(tokens) <= SMALL.tokens


def test_a_word_is_the_same_tokens_wherever_it_stands(encoder: Encoder) -> None:
    word = encoder.tokens("Zorblax")
    sentence, quoted = encoder.tokens("We pay Zorblax, now"), encoder.tokens('{"to": "Zorblax"}')
    for text in (sentence, quoted):
        assert any(text[at : at + len(word)] == word for at in range(len(text)))


def test_answers_are_learned_those_before_too_and_nothing_else(
    encoder: Encoder, tokens: list[Token]
) -> None:
    sample = Sample("tone", ask("Tone?", "Up it goes", "bullish", "Down it goes"), "bearish")
    assert said(encoder, tokens, sample) == "bullish<|im_end|>bearish<|im_end|>"


def test_of_an_answer_in_a_forced_frame_its_values_alone_are_learned(
    encoder: Encoder, tokens: list[Token]
) -> None:
    answer = '{"who": "Ünal", "n": 1}'
    begin = answer.index("Ünal")
    sample = Sample("extraction", ask("", "Ünal has 1"), answer, learned=((begin, begin + 5),))
    shown = said(encoder, tokens, sample).replace("<0xC3><0x9C>", "Ü")
    assert shown.startswith("Ünal")
    assert "who" not in shown
    assert "im_end" not in shown


def test_an_instruction_serves_several_texts_of_its_job_and_form() -> None:
    chance = Random(4)
    draw = partial(requests.draw, chance, Split.TRAIN)
    made = [lengthened(chance, draw(), draw) for _ in range(600)]
    long = [each for each in made if len(each.messages) > 8]
    assert len(long) >= 5
    for each in long:
        assert each.job in LABELS
        answers = [turn["content"] for turn in each.messages if turn["role"] == "assistant"]
        assert {text.startswith("{") for text in [*answers, each.answer]} in ({True}, {False})


def test_labels_weigh_more_than_what_surrounds_them(encoder: Encoder) -> None:
    group = [encoder.encoded(tone.draw(Random(at), Split.TRAIN)) for at in range(4)]
    batch = collate(group, max(len(each.tokens) for each in group))
    assert batch.weights.shape == batch.wanted.shape == batch.places.shape
    assert int((batch.weights > HINT).sum()) == sum(sum(each.learned) for each in group)
    assert torch.equal(batch.tokens.flatten()[batch.places + 1], batch.wanted)


def test_processes_that_share_a_step_read_texts_of_one_length(encoder: Encoder) -> None:
    def elsewhere(ready: list[int]) -> list[int]:
        return [count if at == 2 else 0 for at, count in enumerate(ready)]

    drawn = list(islice(batches(Random(1), encoder, 640, elsewhere), 3))
    assert [each.tokens.shape for each in drawn] == [(640 // WIDTHS[2], WIDTHS[2])] * 3


def test_processes_that_draw_for_one_that_trains_draw_the_same_again(encoder: Encoder) -> None:
    once, again = (list(islice(by_readers("1", encoder, 640, 2), 4)) for _ in range(2))
    assert [each.tokens.tolist() for each in once] == [each.tokens.tolist() for each in again]
    assert once[0].tokens.tolist() != once[1].tokens.tolist()


def test_a_network_can_copy_before_it_has_learned_anything(
    tokens: list[Token], encoder: Encoder
) -> None:
    torch.manual_seed(1)
    network, chance = untrained(tokens), Random(1)
    right = 0
    for _ in range(50):
        word = chance.sample(range(300, len(tokens)), 5)
        others = chance.sample(range(300, len(tokens)), 60)
        text = [*others[:20], *word, *others[20:], *word[:4]]
        with torch.no_grad():
            scores = network.scores(network.states(torch.tensor([text])))[0, -1]
        right += int(scores.argmax()) == word[4]
    assert right > 25


class Notes:
    """Writes down how a training goes."""

    def __init__(self) -> None:
        self.steps: list[int] = []
        self.kept: list[Saved] = []

    def report(self, step: int, loss: float, seconds: float) -> None:
        assert loss > 0
        assert seconds > 0
        self.steps.append(step)

    def keep(self, saved: Saved) -> None:
        self.kept.append(deepcopy(saved))


def untrained(tokens: list[Token]) -> Network:
    network = Network(replace(SMALL, tokens=len(tokens)))
    first.begin(network)
    return network


def trained(
    tokens: list[Token], encoder: Encoder, saved: Saved | None = None, plan: Plan = PLAN
) -> tuple[Network, Notes]:
    torch.manual_seed(plan.seed)
    network, notes = untrained(tokens), Notes()

    def source(stage: int) -> Iterator[Batch]:
        return batches(Random(f"{plan.seed} {stage}"), encoder, plan.size)

    train(network, source, plan, notes, saved)
    return network, notes


@pytest.fixture
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("one_thread")
def test_training_gives_the_same_weights_again_and_a_file_that_llama_cpp_reads_alike(
    tokens: list[Token], encoder: Encoder, tmp_path: Path
) -> None:
    network, notes = trained(tokens, encoder)
    again, _ = trained(tokens, encoder)
    assert notes.steps == [3]
    for name, weights in network.state_dict().items():
        assert torch.equal(weights, again.state_dict()[name]), name
    asked = encoder.tokens(prompt(tone.draw(Random(1), Split.HELD_OUT)))
    path = tmp_path / "small.gguf"
    file.write(path, network, tokens, "f16")
    with torch.no_grad():
        ours = network.scores(network.states(torch.tensor([asked])))[0].numpy()
    model = Llama(str(path), n_ctx=512, n_threads=1, logits_all=True, verbose=False)
    model.eval(asked)
    theirs = np.array(model.scores[: len(asked)])
    assert np.abs(ours - theirs).max() < 0.05
    assert np.abs(ours).max() > 0.2


def test_a_file_is_read_back_to_be_trained_further(tokens: list[Token], tmp_path: Path) -> None:
    network, path = untrained(tokens), tmp_path / "small.gguf"
    file.write(path, network, tokens, "q8_0")
    again, vocabulary_again = read(path)
    assert (again.size, vocabulary_again) == (network.size, tokens)
    for name, weights in network.state_dict().items():
        step = weights.abs().max() / 127
        assert (again.state_dict()[name] - weights).abs().max() <= step, name


def test_a_file_of_another_form_is_not_trained_further() -> None:
    with pytest.raises(ValueError, match="says nothing of"):
        read(file.SHIPPED.with_name("tiny-random.gguf"))


@pytest.mark.usefixtures("one_thread")
def test_a_training_that_was_stopped_goes_on_as_if_it_had_not_been(
    tokens: list[Token], encoder: Encoder
) -> None:
    network, notes = trained(tokens, encoder)
    (saved,) = notes.kept
    resumed, _ = trained(tokens, encoder, saved)
    for name, weights in network.state_dict().items():
        assert torch.equal(weights, resumed.state_dict()[name]), name
    with pytest.raises(ValueError, match="another plan"):
        trained(tokens, encoder, saved, replace(PLAN, steps=5))


def test_a_training_that_was_kept_keeps_its_tokens_and_where_it_began(
    tokens: list[Token], tmp_path: Path
) -> None:
    target, plan = tmp_path / "model.gguf", replace(Plan(), steps=2, size=256, stage=1, processes=1)
    began = tmp_path / "began.gguf"
    file.write(began, Network(replace(Size(), tokens=len(tokens))), tokens, "q8_0")
    kept = {"origin": "another's", "tokens": [], "step": 1, "plan": asdict(plan)}
    torch.save(kept, kept_at(target))
    with pytest.raises(ValueError, match="began with another file"):
        make(target, plan, after=began)
    assert not target.exists()
