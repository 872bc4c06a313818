from datetime import date
from itertools import chain, product

import pytest
import yaml

from generator.store.strict_yaml import MAX_MISTAKES, locate, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: word", {"a": "word"}),
        ("a: 12", {"a": 12}),
        ("a: -3", {"a": -3}),
        ("a: 0.5", {"a": 0.5}),
        ("a: true", {"a": True}),
        ("a: null", {"a": None}),
        ("a:", {"a": None}),
        ("a: 2026-11-24", {"a": date(2026, 11, 24)}),
        ('a: "no"', {"a": "no"}),
        ("a: '010'", {"a": "010"}),
        ("a: 3.1.4", {"a": "3.1.4"}),
        ("a: [1, {b: c}]", {"a": [1, {"b": "c"}]}),
        ("a: >-\n  two\n  words", {"a": "two words"}),
        ("a: >-\r\n  two\r\n  words\r\n", {"a": "two words"}),
        ("", None),
        ("# nothing\n", None),
    ],
)
def test_one_meaning(text, value):
    assert parse(text) == (value, [])


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "NO",
        "Yes",
        "on",
        "True",
        "NULL",
        "~",
        "010",
        "0x1f",
        "1_000",
        "1e5",
        "12:30",
        "12:30:45",
        ".5",
        ".inf",
    ],
)
def test_a_word_with_two_meanings_is_refused(word):
    (mistake,) = parse(f"country: {word}")[1]
    assert str(mistake.message) == f"{word} can be read in two ways"
    assert mistake.fix == f'put it in quotes: "{word}"'
    assert (mistake.line, mistake.column) == (1, 10)


def test_a_text_key_that_reads_like_one_that_is_not_text_stands_twice():
    first, second = parse("1: a\n'1': b")[1]
    assert first.message == "a key that is not text"
    assert (second.message, second.line) == ("key '1' stands twice (first in line 1)", 2)


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3", "key 'a' stands twice (first in line 1)", 3, 1),
        ("a: &x 1", "anchor &x", 1, 4),
        ("a: *x", "alias *x", 1, 4),
        ("1: a", "a key that is not text", 1, 1),
        ("x:\n- '1': a\n  '1': b", "key '1' stands twice (first in line 2)", 3, 3),
        ("no: a", "no can be read in two ways", 1, 1),
        ("a: !!str 1", "tag tag:yaml.org,2002:str", 1, 4),
        ("a: 2024-13-45", "2024-13-45 is no day of the calendar", 1, 4),
        ("a: 1\n---\nb: 2", "a second document in one file", 2, 1),
        ("a: [", "not YAML: did not find expected node content while parsing a flow node", 2, 1),
        (
            "\ta: 1",
            "not YAML: found character that cannot start any token while scanning for the next token",
            1,
            1,
        ),
        ("[" * 30 + "]" * 30, "nested deeper than 20 levels", 1, 21),
        ("[" * 5000, "not YAML: exceeded maximum nesting depth while increasing flow level", 1, 1001),
        *((f"a: 1\n# x{end}b: 2", "a line end of neither Unix nor Windows", 2, 4) for end in "\r\x85\u2028\u2029"),
        ("a: 1\n\ufeff# x", "a mark of byte order (U+FEFF) within the text", 2, 1),
        ("\ufeffa: 1\nb: x\ufeff", "a mark of byte order (U+FEFF) within the text", 2, 5),
        ("a: 1\r\n\rb: 2", "a line end of neither Unix nor Windows", 2, 1),
        ("a: b: c", "not YAML: mapping values are not allowed in this context", 1, 5),
    ],
)
def test_a_mistake_is_named_with_its_place(text, message, line, column):
    mistake = parse(text)[1][0]
    assert (mistake.message, mistake.line, mistake.column) == (message, line, column)


def test_an_alias_is_refused_where_it_stands():
    messages = [(m.message, m.line) for m in parse("a: &x [1]\nb: *x")[1]]
    assert messages == [("anchor &x", 1), ("alias *x", 2)]


def test_all_mistakes_of_a_file_are_found():
    assert len(parse("a: no\nb: 010\nc: 1\nc: 2")[1]) == 3


def test_a_number_of_many_digits_is_refused_and_shortened():
    (mistake,) = parse("a: " + "9" * 5000)[1]
    assert len(mistake.message) < 100


def test_a_control_character_is_refused():
    assert parse("a: \x01")[1][0].message.startswith("not YAML: ")


def test_locate_gives_the_place_of_keys_and_items():
    places = locate("a: 1\nb:\n- c: 2\n- d\n")
    assert places == {
        ("a",): (1, 1),
        ("b",): (2, 1),
        ("b", 0): (3, 3),
        ("b", 0, "c"): (3, 3),
        ("b", 1): (4, 3),
    }


MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("start", "filling", "end", "messages"),
    [
        ("title: 1", "_", "x", []),
        ("title: 1", "_", "1", [f"1{'_' * 39}… can be read in two ways"]),
        ("", "%TAG !a! tag:x\n", "", ["a line that begins with %"]),
    ],
)
def test_a_megabyte_of_underscores_or_directives_is_read_in_one_pass(start, filling, end, messages):
    """Each of these took minutes or hours: the time grew with the square of the length."""
    _, mistakes = parse(start + filling * (MEGABYTE // len(filling)) + end)
    assert [mistake.message for mistake in mistakes] == messages


def test_underscores_in_a_number_are_ambiguous_wherever_they_stand():
    for text in ("1_0", "+10_00", "1_", "123_4", "9__"):
        assert [mistake.message for mistake in parse(f"- {text}")[1]] == [f"{text} can be read in two ways"]
    for text in ("1_x", "_1", "1.0_x", "123x_4"):
        assert parse(f"- {text}") == ([text], [])


def test_reading_ends_after_a_thousand_mistakes():
    _, mistakes = parse("{" + "a, " * 300_000 + "}")
    assert len(mistakes) == MAX_MISTAKES + 1
    assert mistakes[-1].message == "more than 1,000 mistakes"


def test_no_text_is_something_else_to_other_readers():
    """What PyYAML's resolvers take for a number, a day or a word of YAML is never plain text here."""
    signs = "019_.eE+-:xb"
    for text in map("".join, chain.from_iterable(product(signs, repeat=length) for length in range(1, 5))):
        resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(text[0], ())
        if any(pattern.match(text) for _, pattern in resolvers):
            value, mistakes = parse(f"a: {text}")
            assert mistakes or not isinstance(value["a"], str), text
