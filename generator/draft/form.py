"""Reads what somebody wrote into an issue form: Markdown with one heading per field, hostile until proven plain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.draft import kinds
from generator.errors import CatalogueError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import PurePath

    from generator.draft.kinds import Kind

MAX_BYTES = 256 * 1024
"""An issue has 65,536 characters at most."""

NO_ANSWER = "_No response_"
"""What GitHub writes where a field was left empty."""

HUB = "https://huggingface.co/"


class Field(NamedTuple):
    """One field of a form: its label and what it holds, one text a line where ``many``."""

    label: str
    kind: Kind
    required: bool = True
    many: bool = False


FORMS: Mapping[str, Mapping[str, Field]] = {
    "add-family": {
        "id": Field("Id", kinds.ID),
        "title": Field("Title", kinds.LINE, required=False),
        "publisher": Field("Publisher", kinds.ID),
        "repositories": Field("Repositories", kinds.REPO, many=True),
        "summary": Field("Summary", kinds.PROSE, required=False),
        "homepage": Field("Homepage", kinds.URL, required=False),
    },
    "license-question": {
        "license": Field("License", kinds.LINE),
        "text": Field("Address of the text", kinds.URL),
        "question": Field("Question", kinds.TEXT),
    },
}
"""The forms in ``.github/ISSUE_TEMPLATE/`` that a draft can be made from: each field by its id, in the form's order."""

_HEADING = re.compile(r"### (.*\S)\s*")


class Form(NamedTuple):
    """A form that was filled in: its name and the checked text of each field, None where it was left empty."""

    name: str
    answers: Mapping[str, Any]


def read_form(content: bytes, path: PurePath) -> Form:
    """Read the text of an issue that was opened by a form.

    Args:
        content: The body of the issue.
        path: Where it comes from, for messages.

    Raises:
        CatalogueError: When it is no such text, or a field does not hold what it should.
    """
    lines = _decode(content, path)
    headings = [(number, match[1]) for number, line in enumerate(lines, 1) if (match := _HEADING.fullmatch(line))]
    name = _find_form({label for _, label in headings}, path)
    fields = FORMS[name]
    places = _place(headings, [field.label for field in fields.values()], path)
    ends = [*(number - 1 for number in places[1:]), len(lines)]
    answers, problems = {}, []
    for (id_, field), start, end in zip(fields.items(), places, ends, strict=True):
        try:
            answers[id_] = _read_answer(lines[start:end], field)
        except ValueError as error:
            fix = "ask the author, or correct the file"
            problems.append(Problem(path=path, line=start, at=(field.label,), message=str(error), fix=fix))
    if problems:
        raise CatalogueError(problems)
    return Form(name, answers)


def _decode(content: bytes, path: PurePath) -> list[str]:
    if len(content) > MAX_BYTES:
        message = f"larger than {MAX_BYTES:,} bytes"
        raise CatalogueError([Problem(path=path, message=message, fix="name the body of an issue")])
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise CatalogueError([Problem(path=path, message="not UTF-8", fix="save it as UTF-8")]) from None
    return re.split(r"\r\n|\n", text)


def _find_form(labels: set[str], path: PurePath) -> str:
    """Return the form whose first heading is there."""
    for name, fields in FORMS.items():
        if next(iter(fields.values())).label in labels:
            return name
    fix = f"name the body of an issue that was opened by one of the forms {', '.join(FORMS)}"
    raise CatalogueError([Problem(path=path, message="no form that a draft can be made from", fix=fix)])


def _place(headings: list[tuple[int, str]], labels: list[str], path: PurePath) -> list[int]:
    """Return the line of each field's heading; other headings are text that somebody wrote."""
    found = [(number, label) for number, label in headings if label in labels]
    for (number, label), wanted in zip(found, [*labels, None], strict=False):
        if label != wanted:
            where = f"where “{wanted}” should" if wanted else "after the last field"
            message = f"the heading “{label}” stands {where}"
            fix = "ask the author which text belongs to which field, and correct the file"
            raise CatalogueError([Problem(path=path, line=number, message=message, fix=fix)])
    if len(found) < len(labels):
        message = f"no heading “{labels[len(found)]}”"
        raise CatalogueError([Problem(path=path, message=message, fix="name the whole body of the issue")])
    return [number for number, _ in found]


def _read_answer(lines: list[str], field: Field) -> str | tuple[str, ...] | None:
    """Return the checked text of a field; ValueError when it does not hold what it should."""
    given = [line.strip() for line in lines if line.strip()]
    if given in ([], [NO_ANSWER]):
        if field.required:
            raise ValueError("left empty")
        return None
    if field.many:
        items = (line.lstrip("-* ").removeprefix(HUB).rstrip("/") for line in given)
        return tuple(dict.fromkeys(field.kind.read(item) for item in items))
    return field.kind.read(" ".join(given))
