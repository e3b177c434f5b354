"""Passages: nothing is lost, nothing stands twice, and each is of one topic and of its size."""

from collections.abc import Callable
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.chunking.borders import LONGEST_GRAPHEME
from orchestration.chunking.chunker import LONGEST_TOKEN, Count, chunk
from orchestration.chunking.estimating import estimate
from orchestration.chunking.passage import Passage
from orchestration.parsing.document import BlockKind, Parsed
from orchestration.parsing.draft import Composed
from orchestration.parsing.formats import Format
from orchestration.parsing.limits import Limits
from orchestration.parsing.markdown import read_markdown
from orchestration.parsing.plain import read_csv, read_text
from orchestration.parsing.source import read_code

HEADING, PARAGRAPH = BlockKind.HEADING, BlockKind.PARAGRAPH
LIMITS = Limits()
Made = tuple[BlockKind, int, str, int]


def words(text: str) -> int:
    return len(text.split())


def composed(blocks: list[Made]) -> Parsed:
    draft = Composed(LIMITS)
    for kind, level, text, lead in blocks:
        inside = min(lead, len(text.strip()))
        draft.add(kind, text, level=level if kind is HEADING else 0, lead=inside)
    return Parsed(Format.TEXT, draft._whole(), tuple(draft.blocks))


def markdown(text: str) -> Parsed:
    return read_markdown(text, LIMITS)


def texts(passages: list[Passage]) -> list[str]:
    return [passage.text.strip() for passage in passages]


LETTERS = st.sampled_from(
    [
        *"aBz1.!。  \n\té語ש한각…|#-`>\u0301\u200d\u0627",
        "\n\n",
        "e\u0301",
        "👨\u200d👩\u200d👧",
        "🇩🇪",
        "กำ",
    ]
)
WORDS = st.sampled_from(["word", "sentence.", "Why?", "Dr.", "x" * 90, "語" * 40, "\n", "\n\n"])
TEXTS = st.one_of(
    st.lists(LETTERS, max_size=60).map("".join),
    st.lists(WORDS, max_size=60).map(" ".join),
    st.text(max_size=40),
)
BLOCKS = st.lists(
    st.tuples(st.sampled_from(BlockKind), st.integers(1, 4), TEXTS, st.integers(0, 12)), max_size=12
)
COUNTS = st.sampled_from([estimate, words, len, lambda text: len(text.encode()) + 2])


def check(parsed: Parsed, count: Count, most: int) -> list[Passage]:
    passages = chunk(parsed, count=count, most=most)
    if parsed.text.strip():
        assert "".join(passage.text for passage in passages) == parsed.text
    end = 0
    for ordinal, passage in enumerate(passages):
        assert passage.ordinal == ordinal
        assert (passage.start, passage.text) == (end, parsed.text[end : passage.end])
        end = passage.end
        assert passage.text.strip()
        assert passage.tokens == count(passage.content)
        grapheme = regex.fullmatch(r"\X", passage.text.strip()) is not None
        assert passage.tokens <= most or grapheme
    return passages


@settings(deadline=None)
@given(blocks=BLOCKS, count=COUNTS, most=st.integers(3, 60))
def test_passages_cover_the_text_and_are_no_longer_than_allowed(
    blocks: list[Made], count: Count, most: int
) -> None:
    check(composed(blocks), count, most)


@settings(deadline=None)
@given(text=TEXTS.filter(str.strip), count=COUNTS, most=st.integers(3, 60))
@pytest.mark.parametrize("reader", [read_markdown, read_text, read_csv, read_code])
def test_what_is_text_already_is_covered_with_all_its_marks(
    reader: Callable[[str, Limits], Parsed], text: str, count: Count, most: int
) -> None:
    check(reader(text, LIMITS), count, most)


@settings(deadline=None)
@given(blocks=BLOCKS, most=st.integers(1, 30))
def test_no_grapheme_is_parted(blocks: list[Made], most: int) -> None:
    parsed = composed(blocks)
    inside = {found.end() for found in regex.finditer(r"\X", parsed.text)}
    assert {passage.end for passage in chunk(parsed, count=len, most=most)} <= inside


@settings(deadline=None)
@given(blocks=BLOCKS, most=st.integers(3, 60))
def test_a_high_heading_begins_a_passage_or_follows_a_bare_one(
    blocks: list[Made], most: int
) -> None:
    parsed = composed(blocks)
    starts = [passage.start for passage in chunk(parsed, count=words, most=most)]
    for before, block in zip(parsed.blocks, parsed.blocks[1:], strict=False):
        high = block.kind is HEADING and block.level <= 2
        follows = before.kind is HEADING and before.level < block.level
        assert not high or follows or block.start in starts


def test_a_text_without_letters_has_no_passages() -> None:
    assert chunk(Parsed(Format.TEXT, " \n", ())) == []


def test_a_text_without_blocks_is_one() -> None:
    assert texts(chunk(Parsed(Format.TEXT, " a b", ()))) == ["a b"]


def test_a_passage_needs_some_room() -> None:
    with pytest.raises(ValueError, match="at least"):
        chunk(markdown("a"), most=0)


def test_blocks_that_fit_are_kept_whole() -> None:
    passages = chunk(markdown("one two\n\nthree four five\n\nsix\n"), count=words, most=5)
    assert texts(passages) == ["one two\n\nthree four five", "six"]
    passages = chunk(markdown("one two\n\nthree four five\n\nsix\n"), count=words, most=4)
    assert texts(passages) == ["one two", "three four five\n\nsix"]


def test_a_long_block_is_cut_between_sentences_and_its_end_is_filled_up() -> None:
    text = "A b c. D e f! Did Dr. Who go? End.\n\nMore text.\n"
    assert texts(chunk(markdown(text), count=words, most=6)) == [
        "A b c. D e f!",
        "Did Dr. Who go? End.",
        "More text.",
    ]
    assert (
        texts(chunk(markdown(text), count=words, most=7))[1] == "Did Dr. Who go? End.\n\nMore text."
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Er kam z.B. Heute. Dann ging er.", ["Er kam z.B. Heute.", "Dann ging er."]),
        ("He said 'yes.' Then he left again.", ["He said 'yes.'", "Then he left again."]),
        ("see p. 4 for it. and so on and", ["see p. 4 for it.", "and so on and"]),
    ],
)
def test_sentences_end_where_readers_would_say(text: str, parts: list[str]) -> None:
    most = max(map(words, parts))
    if parts[1].islower():  # no sentence begins so: cut where room ends
        most = 5
    assert texts(chunk(markdown(text), count=words, most=most)) == parts


def test_chinese_is_cut_between_sentences() -> None:
    passages = chunk(markdown("今日は天気がいい。明日は雨です。"), count=len, most=10)
    assert texts(passages) == ["今日は天気がいい。", "明日は雨です。"]


def test_a_word_that_does_not_fit_is_cut_between_graphemes() -> None:
    family = "👨\u200d👩\u200d👧\u200d👦"
    passages = chunk(markdown(f"so {family * 3} go"), count=len, most=2 * len(family))
    assert [text.count(family) for text in texts(passages)] == [0, 2, 1]
    assert passages[-1].text == f"{family} go"


def test_a_grapheme_without_end_is_cut_all_the_same() -> None:
    passages = chunk(markdown("e" + "\u0301" * 2_000), count=len, most=10)
    assert max(len(passage.text) for passage in passages) <= LONGEST_GRAPHEME


def test_text_that_no_counter_counts_is_bounded_all_the_same() -> None:
    passages = chunk(markdown("x" * 100_000), count=words, most=10)
    assert max(len(passage.text) for passage in passages) <= 10 * LONGEST_TOKEN


HANDBOOK = """\
# Handbook

Foreword.

## Use

Text of use.

### Small

Tiny.

### Smaller

Tinier.

## Care

### Washing

Cold.
"""


def test_passages_know_their_headings_and_sections() -> None:
    passages = chunk(markdown(HANDBOOK), count=words, most=40)
    assert [(passage.section, passage.path, passage.text.split()[-1]) for passage in passages] == [
        (0, ("Handbook",), "Foreword."),
        (1, ("Handbook", "Use"), "Tinier."),
        (5, ("Handbook", "Care", "Washing"), "Cold."),
    ]


def test_tiny_sections_are_joined_below_the_second_level_only() -> None:
    passages = chunk(markdown(HANDBOOK), count=words, most=9)
    assert [passage.path for passage in passages] == [
        ("Handbook",),
        ("Handbook", "Use"),
        ("Handbook", "Use", "Small"),
        ("Handbook", "Use", "Smaller"),
        ("Handbook", "Care", "Washing"),
    ]


def test_bare_headings_go_with_what_is_below_them_only() -> None:
    passages = chunk(markdown("# A\n\n## B\n\n## C\n\ntext\n"), count=words, most=50)
    assert [(passage.path, passage.text) for passage in passages] == [
        (("A", "B"), "# A\n\n## B\n\n"),
        (("A", "C"), "## C\n\ntext\n"),
    ]


def test_a_heading_is_never_left_alone_at_the_end() -> None:
    body = " ".join(["Word."] * 12)
    passages = chunk(markdown(f"intro\n\n### Title\n\n{body}\n"), count=words, most=6)
    assert passages[1].text.startswith("### Title\n\nWord.")


def test_each_part_of_a_table_comes_with_its_header() -> None:
    rows = "".join(f"| row{number} | {number} |\n" for number in range(20))
    head = "| name | age |\n|---|---|\n"
    passages = chunk(markdown(f"## People\n\n{head}{rows}"), count=words, most=40)
    assert len(passages) > 2
    assert passages[0].lead == ""
    for passage in passages[1:]:
        assert passage.lead == head
        assert passage.content.startswith(f"{head}| row")
        assert passage.tokens == words(passage.content)


def test_each_part_of_a_csv_comes_with_its_first_line() -> None:
    parsed = read_csv("name,age\n" + "Ada,36\n" * 50, LIMITS)
    assert {passage.lead for passage in chunk(parsed, count=words, most=10)[1:]} == {"name,age\n"}


def test_a_lead_that_leaves_no_room_is_left_out() -> None:
    parsed = read_csv("a b c d e f\n" + "x\n" * 50, LIMITS)
    assert {passage.lead for passage in chunk(parsed, count=words, most=10)} == {""}


def test_each_part_of_a_definition_comes_with_its_first_line() -> None:
    steps = "".join(f"    step({number})\n\n" for number in range(30))
    passages = chunk(read_code(f"# About.\ndef go():\n{steps}", LIMITS), count=words, most=8)
    assert passages[0].content.startswith("# About.\ndef go():\n    step(0)")
    assert (
        passages[1].content.startswith("def go():\n    step(") or passages[1].lead == "def go():\n"
    )
    assert all(passage.text.rstrip().endswith(")") for passage in passages)


def test_pages_are_kept() -> None:
    draft = Composed(LIMITS)
    draft.add(HEADING, "Title", level=1, page=1)
    draft.add(PARAGRAPH, "one two three", page=2)
    draft.add(PARAGRAPH, "four five six", page=3)
    passages = chunk(draft.parsed(Format.PDF), count=words, most=4)
    assert [passage.page for passage in passages] == [1, 3]


def test_counting_costs_little_however_many_words_there_are() -> None:
    calls: list[int] = []

    def counting(text: str) -> int:
        calls.append(len(text))
        return words(text)

    passages = chunk(markdown("word " * 100_000), count=counting, most=200)
    assert len(passages) == 500
    assert len(calls) < 20 * len(passages)
    assert max(calls) <= 200 * LONGEST_TOKEN


def test_the_estimate_is_near_what_a_tokenizer_counts() -> None:
    # With the WordPiece of MiniLM these are 140, 105 and 115 tokens.
    prose = "The quick brown fox jumps over the lazy dog, again and again. " * 10
    german = "Die Größe des Hauses ist überwältigend und schön anzusehen. " * 5
    japanese = "日本語のテキストです。今日は天気がいいですね。" * 5
    assert 140 <= estimate(prose) <= 150
    assert 105 <= estimate(german) <= 115
    assert estimate(japanese) == 115
    assert estimate(" \n") == 0
    assert estimate("deadbeefcafebabe0123") > estimate("dead beef")


def test_a_handbook_of_this_project_is_cut_sensibly() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs/status.md").read_text()
    passages = check(markdown(text), estimate, 200)
    assert all(passage.path[0] == "Status" for passage in passages)
    sizes = [passage.tokens for passage in passages]
    assert sum(sizes) / len(sizes) > 100
