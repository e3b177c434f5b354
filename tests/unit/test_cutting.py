"""What an embedder is asked to read of a long text."""

from hypothesis import given
from hypothesis import strategies as st

from orchestration.classifying.cutting import cut


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert cut("a short question?", 256) == "a short question?"


def test_of_a_long_text_both_ends_are_kept_at_whole_words() -> None:
    text = f"Explain this {'log line ' * 500} and find the mistake"
    kept = cut(text, 20)
    assert kept.startswith("Explain this log")
    assert kept.endswith("find the mistake")
    assert " … " in kept
    assert set(kept.replace("…", "").split()) <= set(text.split())


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    assert len(cut("x" * 10_000, 20)) <= 20 * 3 + 3


@given(st.text(max_size=3_000), st.integers(1, 512))
def test_what_is_kept_is_never_much_more_than_the_window(text: str, window: int) -> None:
    assert len(cut(text, window)) <= window * 3 + 3
