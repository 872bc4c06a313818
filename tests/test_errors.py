from pathlib import PurePosixPath

import pytest

from generator.errors import CatalogueError, Problem, raise_all
from generator.visible import break_commands

PATH = PurePosixPath("data/families/qwen.yaml")


def test_problem_reads_as_path_line_column_field_message_and_fix():
    problem = Problem(path=PATH, at=("series", 0, "purpose"), line=9, column=3, message="wrong", fix="mend it")
    assert str(problem) == "data/families/qwen.yaml:9:3: series[0].purpose: wrong; mend it"


def test_problem_of_a_whole_file_has_no_place():
    assert str(Problem(path=PATH, message="not UTF-8", fix="save it")) == "data/families/qwen.yaml: not UTF-8; save it"


def test_problems_are_sorted_by_file_and_line():
    first = Problem(path=PATH, line=2, column=1, message="a", fix="b")
    last = Problem(path=PATH, line=10, column=1, message="a", fix="b")
    assert CatalogueError([last, first]).problems == (first, last)


def test_raise_all_passes_when_there_is_nothing_wrong():
    raise_all([])
    with pytest.raises(CatalogueError):
        raise_all([Problem(path=PATH, message="a", fix="b")])


def test_a_name_begins_no_command_of_a_log():
    problem = Problem(path=PurePosixPath("::add-mask::x"), message="odd", fix="mend")
    assert str(problem) == "\\x3a:add-mask::x: odd; mend"
    assert break_commands("\n" * 200_000) == "\n" * 200_000
    assert break_commands("a\n ::error::x\nb ::c") == "a\n \\x3a:error::x\nb ::c"


def test_a_problem_cannot_steer_a_terminal_or_a_log():
    """Keys and file names come from outside: no line break, no escape sequence, no turned text, no 70,000 letters."""
    at = ("a\n::error::x", "\x1b[2J", "\u202e", "x" * 70_000)
    problem = Problem(
        path=PurePosixPath("data/a\nb.yaml"),
        at=at,
        message="said\n::error::over\x07 two lines ##[add-mask]a",
        fix="mend",
    )
    assert str(problem) == (
        "data/a\\nb.yaml: a\\n\\x3a:error::x.\\x1b[2J.\\u202e."
        + "x" * 100
        + "…: said\n  | \\x3a:error::over\\x07 two lines ##\\x5badd-mask]a; mend"
    )
