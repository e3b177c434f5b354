"""Constraints hold answers to a form, refuse what they cannot hold, and hurt nobody."""

import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from orchestration.errors import InvalidGrammar, UnsupportedSchema
from orchestration.inference.constraints.constraint import Constraint
from orchestration.inference.constraints.gbnf import parse_gbnf
from orchestration.inference.constraints.growth import Readings
from orchestration.inference.constraints.limited import LimitedCompiler
from orchestration.inference.constraints.numbers import integers, numbers
from orchestration.inference.constraints.schema import check_schema, schema_to_gbnf
from tests.grammar_samples import samples
from tests.patience import until
from tests.schemas import SCHEMAS

pytestmark = pytest.mark.native


@pytest.fixture(scope="module")
def compiler() -> Iterator[LimitedCompiler]:
    found = LimitedCompiler()
    yield found
    found.close()


def matches(grammar: str, text: str) -> bool:
    readings = Readings(parse_gbnf(grammar))
    current = readings.start()
    for character in text:
        current = readings.after(current, ord(character))
    return 0 in current


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_text_of_a_schemas_grammar_fits_the_schema(
    name: str, compiler: LimitedCompiler
) -> None:
    grammar = compiler.compile(Constraint(schema=SCHEMAS[name]))
    validator = jsonschema.Draft202012Validator(
        SCHEMAS[name], format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for text in samples(grammar, 300, seed=1):
        validator.validate(json.loads(text))
        assert text.encode("utf-8").decode("utf-8") == text


def _mistyped(text: str, draw: random.Random) -> str:
    at, kept = draw.randrange(len(text)), draw.choice((0, 1))
    return text[:at] + draw.choice(('"', "0", " ", "x", "}", "]", ",", "", "é")) + text[at + kept :]


def test_llama_cpp_takes_exactly_the_texts_that_we_say_it_takes() -> None:
    draw, cases = random.Random(5), []
    for schema in SCHEMAS.values():
        grammar = schema_to_gbnf(schema)
        texts = list(samples(grammar, 20, seed=4))
        cases.append((grammar, texts + [_mistyped(each, draw) for each in texts]))
    done = subprocess.run(
        [sys.executable, "-m", "tests.grammar_verdicts"],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    ours = [[matches(grammar, text) for text in texts] for grammar, texts in cases]
    assert json.loads(done.stdout) == ours
    assert any(False in verdicts for verdicts in ours)
    assert all(all(verdicts[:20]) for verdicts in ours)


def test_json_is_any_object(compiler: LimitedCompiler) -> None:
    grammar = compiler.compile(Constraint(json=True))
    assert all(isinstance(json.loads(text), dict) for text in samples(grammar, 200, seed=2))
    assert matches(grammar, '{"a": [1, {"b": null}], "c": "\\n"}')


@pytest.mark.parametrize(
    ("schema", "text"),
    [
        (SCHEMAS["person"], '{"name": "Ada", "age": 36}'),
        (SCHEMAS["all optional"], '{"b":true, "e": false}'),
        (SCHEMAS["all optional"], "{}"),
        (SCHEMAS["mixed enum"], '"quote \\" and \\\\"'),
        (SCHEMAS["pair"], '["x", -5]'),
        (SCHEMAS["tree"], '{"name": "a", "children": [{"name": "b"}]}'),
        (SCHEMAS["unicode"], '{"größe": "groß", "名前": "山", "emoji 😀": "日本語 🎉"}'),
        (SCHEMAS["open object"], '{"id": 1, "ideas": "x", "i": "y"}'),
        (SCHEMAS["dates"]["properties"]["at"], '"2024-02-28T23:59:59.5+02:00"'),
        ({"type": "integer", "minimum": 5}, "123456"),
        ({"type": "number", "minimum": -1, "maximum": 1}, "-0.25"),
        ({"minLength": 2}, '"ab"'),
        ({"type": ["integer", "null"], "maximum": 3}, "null"),
    ],
)
def test_usual_answers_are_possible(schema: Any, text: str) -> None:
    assert matches(schema_to_gbnf(schema), text)


@pytest.mark.parametrize("text", ['{"id": 1, "idea": "x"}', '{"id": 1, "\\u0069dea": "x"}'])
def test_other_properties_cannot_take_a_declared_name(text: str) -> None:
    assert not matches(schema_to_gbnf(SCHEMAS["open object"]), text)


@pytest.mark.parametrize(
    ("low", "high"),
    [(0, 0), (1, 5), (0, 100), (7, 1234), (-13, 9), (-120, -15), (99, 101), (-1, 1000), (5, 50)],
)
def test_integers_have_exactly_the_values_between_their_bounds(low: int, high: int) -> None:
    grammar = f"root ::= {integers(low, high)}\n"
    found = {value for value in range(-1300, 1300) if matches(grammar, str(value))}
    assert found == set(range(low, high + 1))


def test_numbers_stay_between_their_bounds() -> None:
    for low, high in [(0, 1), (-3, 12), (-20, -7), (5, 5), (-1, 0), (10**14, 10**15 - 1)]:
        for text in samples(f"root ::= {numbers(low, high)}\n", 300, seed=low):
            assert low <= json.loads(text) <= high


@pytest.mark.parametrize(
    "pattern",
    ["^a$", r"^\d{3}-\w+$", "^(ab|c?d)*x{2,}$", r"^[^a-z]{1,3}$", r'^["\\/]+\n?$', r"^.\S\W\D$",
     r"^[\w.-]+@[a-z]+?\.(?:de|fr)$", "^$", "^ü{0}[à-ö]$"],
)  # fmt: skip
def test_texts_of_a_pattern_match_it(pattern: str) -> None:
    for text in samples(schema_to_gbnf({"type": "string", "pattern": pattern}), 200, seed=3):
        assert re.search(pattern, json.loads(text)), text


@pytest.mark.parametrize(
    ("schema", "pointer"),
    [
        ({"type": "number", "minimum": 0.5}, "#/minimum"),
        ({"type": "number", "exclusiveMaximum": 3}, "#/exclusiveMaximum"),
        ({"type": "integer", "multipleOf": 5}, "#/multipleOf"),
        ({"type": "integer", "minimum": 5, "maximum": 4}, "#/minimum"),
        ({"type": "integer", "minimum": 10**40}, "#/minimum"),
        ({"properties": {"a/b": {"pattern": "x+"}}}, "#/properties/a~1b/pattern"),
        ({"pattern": "^a|b$"}, "#/pattern"),
        ({"pattern": "^(?=a)b$"}, "#/pattern"),
        ({"pattern": r"^(a)\1$"}, "#/pattern"),
        ({"pattern": "^(a$"}, "#/pattern"),
        ({"pattern": "^" + "(" * 100 + "a" + ")" * 100 + "$"}, "#/pattern"),
        ({"type": "string", "maxLength": 100_000}, "#/maxLength"),
        ({"type": "string", "minLength": 3, "maxLength": 2}, "#/maxLength"),
        ({"type": "string", "minLength": 3, "pattern": "^a$"}, "#/minLength"),
        ({"type": "string", "format": "email"}, "#/format"),
        ({"type": "array", "uniqueItems": True}, "#/uniqueItems"),
        ({"type": "array", "items": [{}]}, "#/items"),
        ({"type": "array", "minItems": 1_000_000}, "#/minItems"),
        ({"type": "array", "contains": {}}, "#/contains"),
        ({"type": "array", "items": {"not": {}}}, "#/items/not"),
        ({"type": "object", "minProperties": 1}, "#/minProperties"),
        ({"type": "object", "patternProperties": {}}, "#/patternProperties"),
        ({"required": ["a"], "additionalProperties": False}, "#/required"),
        ({"allOf": [{}, {}]}, "#/allOf"),
        ({"anyOf": [{"type": "null"}, {"if": {}}]}, "#/anyOf/1/if"),
        ({"anyOf": [], "type": "null"}, "#/anyOf"),
        ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, "#/oneOf/1"),
        ({"oneOf": [{"required": ["a"]}, {"type": "string"}]}, "#/oneOf/1"),
        ({"$ref": "https://example.org/s.json"}, "#/$ref"),
        ({"$ref": "#/$defs/none"}, "#/$ref"),
        ({"enum": [1], "type": "string"}, "#/enum"),
        ({"enum": ["\ud800"]}, "#/enum"),
        ({"type": "text"}, "#/type"),
        ({"nullable": True}, "#/nullable"),
        ({"properties": {"a": False}}, "#/properties/a"),
        ({"properties": {"a": 3}}, "#/properties/a"),
        ([], "#"),
    ],
)  # fmt: skip
def test_what_cannot_be_enforced_is_refused_by_its_pointer(schema: Any, pointer: str) -> None:
    with pytest.raises(UnsupportedSchema) as caught:
        check_schema(schema)
    assert caught.value.pointer == pointer
    assert pointer in str(caught.value)
    assert caught.value.mend


def _chain(length: int) -> str:
    rules = "".join(f"r{at} ::= r{at + 1}\n" for at in range(length))
    return f'root ::= r0\n{rules}r{length} ::= "a"\n'


_DOUBLING = "".join(f'r{at} ::= r{at + 1} r{at + 1} "x"? | "b"?\n' for at in range(40))
BAD_GRAMMARS = {
    "empty": "",
    "only a comment": "# nothing",
    "syntax error": 'root ::= ("a"',
    "not a grammar": "Please answer in JSON.",
    "unknown rule": "root ::= other",
    "counts down": 'root ::= "a"{5,2}',
    "huge count": 'root ::= "a"{1000000000}',
    "nested counts": 'root ::= "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"{1900}',
    "range backwards": "root ::= [z-a]",
    "empty class": "root ::= []",
    "only the empty text": 'root ::= ""',
    "left recursion": 'root ::= root "a" | "b"',
    "hidden left recursion": 'root ::= x root "b" | "c"\nx ::= "a"?',
    "repeated emptiness": 'root ::= ("a"?)*',
    "no end": 'root ::= "a" root',
    "deep nesting": "root ::= " + "(" * 100_000 + '"a"' + ")" * 100_000,
    "long chain": _chain(20_000),
    "very long chain": _chain(100_000),
    "doubling stacks": 'root ::= s\ns ::= "a" s "x" | "a" s "y" | "b"',
    "doubling later": f'root ::= "a" r0 "c"\n{_DOUBLING}r40 ::= "a"?',
    "token": "root ::= <[1]>",
    "nul": 'root ::= "a\0b"',
    "escaped nul": r'root ::= "\x00"',
    "surrogate": 'root ::= "\ud800"',
    "too long": 'root ::= "' + "a" * 10**6 + '"',
}


@pytest.mark.parametrize("name", BAD_GRAMMARS)
def test_a_bad_grammar_is_refused_soon_and_says_why(name: str, compiler: LimitedCompiler) -> None:
    began = time.monotonic()
    with pytest.raises(InvalidGrammar) as caught:
        compiler.compile(Constraint(grammar=BAD_GRAMMARS[name]))
    assert time.monotonic() - began < 30
    assert caught.value.mend
    assert len(str(caught.value)) < 400
    assert compiler.compile(Constraint(grammar='root ::= "still here"'))


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"},
        {"properties": {"self": {"$ref": "#"}}, "required": ["self"]},
        {"pattern": "^(a*)*$"},
        {"anyOf": [{"properties": {"a": {"$ref": "#"}, "b": {"const": n}}} for n in range(9)]},
    ],
)
def test_a_schema_without_end_or_bound_is_refused(schema: Any, compiler: LimitedCompiler) -> None:
    with pytest.raises(UnsupportedSchema):
        compiler.compile(Constraint(schema=schema))


def test_a_schema_nested_endlessly_is_refused(compiler: LimitedCompiler) -> None:
    schema: dict[str, Any] = {}
    for _ in range(100_000):
        schema = {"items": schema}
    with pytest.raises(UnsupportedSchema):
        compiler.compile(Constraint(schema=schema))


def test_a_real_grammar_is_taken_as_it_is(compiler: LimitedCompiler) -> None:
    grammar = """# Sums
root ::= (expr "=" ws term "\\n")+
expr ::= term ([-+*/] term)*
term ::= ident | num |
  "(" ws expr ")" ws
ident ::= [a-z] [a-z0-9\\]é\\u00FF-]{0,8} ws
num ::= [0-9]+ ws   # a number
ws ::= [ \\t\\n]{0,3}
"""
    assert compiler.compile(Constraint(grammar=grammar)) == grammar
    assert matches(grammar, "(a+1)*b2=3\n")
    assert not matches(grammar, "(a+1=3\n")


def pid_of(compiler: LimitedCompiler) -> int:
    pid = compiler._process.pid
    assert pid is not None
    return pid


def test_a_constraint_that_is_known_does_not_wait_for_one_that_takes_long(
    compiler: LimitedCompiler,
) -> None:
    known = compiler.compile(Constraint(grammar='root ::= "known"'))
    os.kill(pid_of(compiler), signal.SIGSTOP)
    asked = _in_thread(compiler, Constraint(grammar='root ::= "new"'))
    until(compiler._working.locked)
    assert compiler.compile(Constraint(grammar='root ::= "known"')) == known
    os.kill(pid_of(compiler), signal.SIGCONT)
    asked.join(30)
    assert asked.outcome == 'root ::= "new"'


@pytest.mark.parametrize(
    "branches",
    [
        [{"const": {"a": 1.0}}, {"const": {"a": 1}}],
        [{"const": [1, [2.0]]}, {"enum": ["x", [1.0, [2]]]}],
    ],
)
def test_branches_that_allow_the_same_number_written_otherwise_overlap(branches: Any) -> None:
    with pytest.raises(UnsupportedSchema, match="same value"):
        check_schema({"oneOf": branches})


def test_a_killed_compiler_is_replaced(compiler: LimitedCompiler) -> None:
    compiler.compile(Constraint(grammar='root ::= "before"'))
    os.kill(pid_of(compiler), signal.SIGKILL)
    assert compiler.compile(Constraint(grammar='root ::= "after"'))


def test_a_constraint_that_crashes_the_compiler_is_refused(compiler: LimitedCompiler) -> None:
    for bad in (signal.SIGSEGV, signal.SIGXCPU):
        compiler.compile(Constraint(grammar=f'root ::= "before {bad.name}"'))
        pid = pid_of(compiler)
        os.kill(pid, signal.SIGSTOP)
        asked = _in_thread(compiler, Constraint(grammar=f'root ::= "{bad.name}"'))
        os.kill(pid, bad)
        os.kill(pid, signal.SIGCONT)
        asked.join(30)
        assert isinstance(asked.outcome, InvalidGrammar)
        assert "too much" in str(asked.outcome)


class _Asked(threading.Thread):
    outcome: object = None


def _in_thread(compiler: LimitedCompiler, constraint: Constraint) -> _Asked:
    def ask() -> None:
        try:
            asked.outcome = compiler.compile(constraint)
        except InvalidGrammar as error:
            asked.outcome = error

    asked = _Asked(target=ask)
    asked.start()
    return asked


def test_refusals_leave_the_callers_memory_alone(compiler: LimitedCompiler) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for grammar in BAD_GRAMMARS.values():
        with pytest.raises(InvalidGrammar):
            compiler.compile(Constraint(grammar=grammar))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024


def test_a_constraint_is_exactly_one_of_three() -> None:
    for arguments in ({}, {"json": True, "grammar": 'root ::= "a"'}):
        with pytest.raises(ValueError, match="exactly one"):
            Constraint(**arguments)  # type: ignore[arg-type]
