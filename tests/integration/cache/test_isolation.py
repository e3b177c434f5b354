"""No tenant is ever given another's answer, whatever is kept, asked and forgotten."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from orchestration.cache import shelf
from orchestration.calls.caching import Invalidation
from tests.factories import make_tenant
from tests.kept import at_angle, keep, named, said

WHO = st.integers(0, 2)
WORDS = st.sampled_from(["a", "b", "c"])
ANGLES = st.sampled_from([0, 1, 45])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("keep"), WHO, WORDS, ANGLES),
        st.tuples(st.just("get"), WHO, WORDS, ANGLES),
        st.tuples(st.just("near"), WHO, WORDS, ANGLES),
        st.tuples(st.just("forget"), WHO, WORDS, ANGLES),
    ),
    max_size=25,
)


class Isolation(TestCase):
    """Runs each example in a transaction of its own."""

    @settings(
        max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )
    @given(STEPS)
    def test_a_tenant_finds_what_it_kept_itself_and_nothing_else(
        self, steps: list[tuple[str, int, str, int]]
    ) -> None:
        tenants = [make_tenant() for _ in range(3)]
        kept: dict[tuple[int, str], int] = {}
        for what, who, word, angle in steps:
            mine = {key: at for (owner, key), at in kept.items() if owner == who}
            tenant = tenants[who]
            if what == "keep":
                text = f"{who} {word}"
                vector = at_angle(angle)
                keep(tenant, word, text, near_key="talk", vector=vector, tags=(word,))
                kept[who, word] = angle
            elif what == "get":
                expected = f"{who} {word}" if word in mine else None
                assert said(shelf.get(tenant.pk, named(word))) == expected
            elif what == "near":
                near = said(shelf.near(tenant.pk, "talk", at_angle(angle), threshold=0.99))
                fitting = {f"{who} {key}" for key, at in mine.items() if abs(at - angle) <= 1}
                assert near in fitting if fitting else near is None
            else:
                forgotten = shelf.invalidate(Invalidation(tenant.pk, tag=word))
                assert forgotten == (1 if word in mine else 0)
                kept.pop((who, word), None)
