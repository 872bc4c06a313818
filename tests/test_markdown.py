"""Values in Markdown that a machine writes: shown, and never read."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Problem
from generator.markdown import MAX_LINES, write_code, write_section


def test_values_in_markdown_cannot_leave_their_ticks():
    assert write_code("`x` @you| <b>") == "`x @you <b>`"
    assert write_code(1234567) == "1,234,567"
    assert write_code(None) == "`none`"
    assert write_code("`|") == "` `"
    assert write_code("x" * 61) == f"`{'x' * 60}…`"


@pytest.mark.parametrize("code", [0x00, 0x0A, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x34F, 0x200D, 0x2028, 0x202E, 0x2066])
@pytest.mark.parametrize("write", [write_code, lambda text: str(Problem(path=PurePosixPath(text), message="", fix=""))])
def test_what_nobody_sees_is_spelled_out(code, write):
    assert f"a{chr(code).encode('unicode_escape').decode()}b" in write(f"a{chr(code)}b")


@pytest.mark.parametrize("code", [0x2800, 0x3164, 0xFE0F, 0xFEFF, 0xE0041, 0x10FFFF, 0xDC9B])
def test_fillers_tags_and_no_characters_are_spelled_out(code):
    assert write_code(f"é{chr(code)}") == f"`é{chr(code).encode('unicode_escape').decode()}`"


def test_no_value_is_a_command_of_a_log():
    assert "##[" not in write_code("##[add-mask]a ##`[error]b ##|[c")


@given(st.text())
def test_any_value_is_one_visible_line(text):
    shown = write_code(text)
    assert shown.isprintable()
    assert shown.count("`") == 2
    assert "|" not in shown


def test_a_long_section_is_cut():
    lines = [f"- {n}" for n in range(MAX_LINES + 2)]
    assert list(write_section("Many", lines))[-3:] == [f"- {MAX_LINES - 1}", "", "And 2 more."]
    assert list(write_section("None", ())) == []
