"""The pure part of prompts: templates, their variables, the limits they run in, and draws."""

import os
import signal
from collections import Counter
from typing import Any

import pytest

from orchestration.errors import InvalidInput, SwitchyardError
from orchestration.prompts import renderer
from orchestration.prompts.drafts import Draft, check
from orchestration.prompts.draws import Target, checked, draw
from orchestration.prompts.errors import InvalidTemplate, MissingVariables, RenderingFailed
from orchestration.prompts.renderer import RendererUnavailable, render
from orchestration.prompts.template import MOST_TURNS, Template, Turn, template_of
from orchestration.prompts.use import Rendered, render_draft
from orchestration.prompts.variables import Variable, fill, stored, variables_of


def rendered(text: str, /, **values: Any) -> Rendered:
    return render_draft(Draft(text=text), values)


def test_a_text_is_filled_in() -> None:
    made = rendered("Say {{ word }} {{ count }} times.", word="hello", count=2)
    assert made.text == "Say hello 2 times."
    assert made.values == {"word": "hello", "count": 2}


def test_a_conversation_keeps_its_roles() -> None:
    draft = Draft(
        messages=[
            {"role": "system", "content": "You translate to {{ language }}."},
            {"role": "user", "content": "{% for line in lines %}{{ line }};{% endfor %}"},
        ]
    )
    made = render_draft(draft, {"language": "Welsh", "lines": ["a", "b"]})
    assert made.content.turns == (
        Turn("system", "You translate to Welsh."),
        Turn("user", "a;b;"),
    )


def test_values_are_not_templates() -> None:
    assert rendered("{{ text }}", text="{{ 7 * 7 }}").text == "{{ 7 * 7 }}"


def test_a_text_without_marks_needs_no_process() -> None:
    renderer.close()
    assert rendered("Curly { braces } alone.").text == "Curly { braces } alone."
    assert renderer._process.pid is None


def test_json_keeps_its_letters() -> None:
    assert rendered("{{ it | tojson }}", it={"a": "ü<"}).text == '{"a": "ü<"}'


def test_missing_variables_are_named_all_at_once() -> None:
    with pytest.raises(MissingVariables) as caught:
        rendered("{{ a }} {{ b }} {{ c }}", b=1)
    assert caught.value.names == ("a", "c")
    assert "Give a value for a, c" in str(caught.value)


def test_what_a_template_sets_itself_is_no_variable() -> None:
    made = check(Draft(text="{% set x = 1 %}{% for y in range(3) %}{{ x + y + z }}{% endfor %}"))
    assert set(made.variables) == {"z"}


def test_a_value_that_lacks_a_part_is_refused_by_its_name() -> None:
    with pytest.raises(RenderingFailed, match="name"):
        rendered("{{ user.name }}", user={})


def test_a_default_stands_in_and_an_example_only_in_previews() -> None:
    variables = {"tone": Variable(type="string", default="calm"), "topic": Variable(example="tea")}
    assert fill(variables, {"topic": "ships"}).values == {"tone": "calm", "topic": "ships"}
    assert fill(variables, {}, examples=True).values == {"tone": "calm", "topic": "tea"}
    with pytest.raises(MissingVariables):
        fill(variables, {})


def test_what_the_version_does_not_know_is_told() -> None:
    assert fill({"a": Variable()}, {"a": 1, "b": 2, "c": 3}).unused == ("b", "c")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        (Variable(type="string"), 1),
        (Variable(type="integer"), True),
        (Variable(type="integer"), 1.5),
        (Variable(type="number"), "1"),
        (Variable(type="array"), {}),
        (Variable(choices=["a", "b"]), "c"),
        (Variable(type="string", max_length=3), "four"),
        (Variable(type="array", max_length=1), [1, 2]),
    ],
)
def test_a_value_of_another_sort_is_refused(variable: Variable, value: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        fill({"it": variable}, {"it": value})
    assert caught.value.problems[0].field == "variables.it"


def test_a_declaration_whose_own_example_does_not_fit_is_refused() -> None:
    draft = Draft(text="{{ n }}", variables={"n": {"type": "integer", "example": "one"}})
    with pytest.raises(InvalidInput, match=r"variables\.n.*the example is no integer"):
        check(draft)


def test_used_and_declared_variables_must_be_the_same() -> None:
    with pytest.raises(InvalidTemplate, match="uses b, which is not declared"):
        check(Draft(text="{{ a }}{{ b }}", variables={"a": {}}))
    with pytest.raises(InvalidTemplate, match="does not use b"):
        check(Draft(text="{{ a }}", variables={"a": {}, "b": {}}))


def test_an_optional_variable_may_be_asked_for() -> None:
    text = "{% if name is defined %}Dear {{ name }}{% else %}Hello{% endif %}"
    draft = Draft(text=text, variables={"name": {"required": False}})
    assert render_draft(draft, {}).text == "Hello"
    assert render_draft(draft, {"name": "Ada"}).text == "Dear Ada"


def test_stored_variables_come_back() -> None:
    variables = {"a": Variable(type="string", example="x"), "b": Variable()}
    assert variables_of(stored(variables)) == variables


@pytest.mark.parametrize(
    ("text", "line"),
    [("{{ a", 1), ("one\n{% if a %}", 2), ("{{ a | nothing }}", 1), ("{% for x in %}", 1)],
)
def test_a_template_that_cannot_be_read_names_the_line(text: str, line: int) -> None:
    with pytest.raises(InvalidTemplate, match=f"text, line {line}"):
        check(Draft(text=text))


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% set x = namespace(s='x') %}{% for a in range(60) %}{% set x.s = x.s * 2 %}{% endfor %}",
        "{{ 'x' * 100000000000 }}",
        "{% for a in range(99999) %}{{ 'x' * 1000 }}{% endfor %}",
        "{{ 9 ** (9 ** (9 ** 9)) }}",
    ],
    ids=["for ever", "doubling", "one huge value", "many parts", "a constant"],
)
def test_a_template_without_end_is_refused_and_others_go_on(text: str) -> None:
    with pytest.raises(SwitchyardError) as caught:
        rendered(text)
    assert isinstance(caught.value, InvalidTemplate | RenderingFailed)
    assert rendered("{{ a }} lives", a="it").text == "it lives"


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ x.__init__.__globals__ }}",
        "{{ (x | attr('__class__')).__subclasses__() }}",
        "{{ '{0.__class__}'.format(x) }}",
        "{% set _ = things.append(1) %}",
        "{% include '/etc/passwd' %}",
        "{{ lipsum() }}",
    ],
)
def test_a_template_reaches_nothing_but_its_values(text: str) -> None:
    with pytest.raises((InvalidTemplate, RenderingFailed, MissingVariables)):
        rendered(text, x="x", things=[])


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("{{ ''.__class__.__mro__ }}", "Correct the template"),
        ("{% for a in range(10 ** 9) %}{% endfor %}", "Correct the template"),
        ("{{ name }}", "Send the values"),
        ("{{ 1 / n }}", "Send values that the template can work with, or correct"),
    ],
    ids=["forbidden", "too long a range", "missing", "either"],
)
def test_what_cannot_be_rendered_says_what_can_help(text: str, mend: str) -> None:
    with pytest.raises(RenderingFailed) as caught:
        render([text], {"n": 0}, fields=["text"])
    assert str(caught.value.mend).startswith(mend)
    assert caught.value.detail.startswith("text cannot be rendered: ")
    assert not caught.value.detail.endswith("..")


def test_a_version_is_one_text_or_a_bounded_number_of_messages() -> None:
    turn = {"role": "user", "content": "hi"}
    for text, messages in (
        (None, None),
        ("a", [turn]),
        (None, []),
        (None, [turn] * (MOST_TURNS + 1)),
    ):
        with pytest.raises(InvalidTemplate):
            template_of(text, messages)
    with pytest.raises(InvalidTemplate, match="role"):
        template_of(None, [{"role": "robot", "content": "hi"}])
    with pytest.raises(InvalidTemplate, match="empty"):
        template_of("  ", None)


def test_a_digest_tells_contents_apart() -> None:
    texts = [Template("a"), Template("b"), template_of(None, [{"role": "user", "content": "a"}])]
    assert len({each.digest() for each in texts}) == 3
    assert Template("a").digest() == Template("a").digest()


def test_a_draw_follows_the_weights_and_a_key_draws_the_same_again() -> None:
    targets = [Target(1, 3.0), Target(2, 1.0), Target(3, 0.0)]
    drawn = {key: draw(targets, key, "p", "production").version for key in map(str, range(2000))}
    counts = Counter(drawn.values())
    assert counts[3] == 0
    assert 0.7 < counts[1] / 2000 < 0.8
    again = {key: draw(targets, key, "p", "production").version for key in drawn}
    assert again == drawn


def test_only_as_many_keys_move_as_the_weights_say() -> None:
    keys = [str(number) for number in range(2000)]
    before = [draw([Target(1), Target(2, 0.0)], key, "p").version for key in keys]
    after = [draw([Target(1, 0.9), Target(2, 0.1)], key, "p").version for key in keys]
    assert set(before) == {1}
    assert 0.06 < after.count(2) / 2000 < 0.14


@pytest.mark.parametrize(
    "targets",
    [
        [],
        [Target(1, 0.0)],
        [Target(1), Target(1)],
        [Target(1, -1.0)],
        [Target(1, float("nan"))],
        [Target(number) for number in range(11)],
    ],
)
def test_targets_that_make_no_draw_are_refused(targets: list[Target]) -> None:
    with pytest.raises(InvalidInput):
        checked(targets)


def test_a_renderer_that_is_killed_is_started_again() -> None:
    assert rendered("{{ a }}", a=1).text == "1"
    pid = renderer._process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert rendered("{{ a }}", a=2).text == "2"
    assert renderer._process.pid not in (None, pid)


def test_a_renderer_that_is_busy_says_so_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "PATIENCE_S", 0.01)
    with renderer._working, pytest.raises(RendererUnavailable, match="Too many prompts"):
        rendered("{{ a }}", a=1)
