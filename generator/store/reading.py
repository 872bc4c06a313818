"""Reads one data file into its record, or says everything that is wrong with it."""

from __future__ import annotations

import difflib
import stat
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from generator.errors import Location, Problem
from generator.records import Record
from generator.records.base import URL_FORM
from generator.store.strict_yaml import MAX_MISTAKES, locate, parse

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

R = TypeVar("R", bound=Record)

MAX_QUOTED = 60
MAX_BYTES = 1024 * 1024
MAX_MACHINE_BYTES = 16 * 1024 * 1024
BYTES_OF_ENTRY = 5
"""What a key, an item or a value takes at least, on average over the largest file of a kind; real ones take ten."""

MAX_ERRORS = 20_000
"""Errors of one file that are looked at: each takes a kilobyte."""

_EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "date_type": "a day as YYYY-MM-DD",
    "tuple_type": "a list",
    "dict_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
    "float_type": "a number",
}

_FORMS = {URL_FORM: "write it as https://example.org/page, without spaces, quotes, user names or foreign letters"}
"""What to say instead of a pattern that is too long to be read."""


def read_record(path: Path, model: type[R], *, max_bytes: int = MAX_BYTES) -> tuple[R | None, list[Problem]]:
    """Read one file.

    Args:
        path: The file.
        model: The record it should hold.
        max_bytes: A larger file is refused before it is parsed.

    Returns:
        The record, or None, and the problems that prevent it.
    """
    text, problem = read_text(path, max_bytes)
    if problem:
        return None, [problem]
    value, mistakes = parse(text, max_bytes // BYTES_OF_ENTRY)
    if mistakes:
        return None, [Problem(path=path, message=m.message, fix=m.fix, line=m.line, column=m.column) for m in mistakes]
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        if error.error_count() > MAX_ERRORS:
            fix = "restore it, or write its entries in the form that data/schema/ describes"
            return None, [Problem(path=path, message=f"more than {MAX_ERRORS:,} problems", fix=fix)]
        details = _distinct(error)
        shown = details[:MAX_MISTAKES]
        places = locate(text, {at[:length] for at in map(_trim, shown) for length in range(1, len(at) + 1)})
        problems = [_explain(path, model, detail, places) for detail in shown]
        if len(details) > MAX_MISTAKES:
            message = f"{len(details) - MAX_MISTAKES:,} more problems"
            problems.append(Problem(path=path, message=message, fix="correct the others first"))
        return None, problems


def list_folder(folder: Path, problems: list[Problem]) -> list[Path]:
    """Return what lies in a folder, hidden files apart; nothing when it is not there.

    Anything else than a folder in its place is added to ``problems``.
    """
    fix = "put the folder itself in its place"
    try:
        if not folder.is_symlink():
            return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        message = "a link"
    except FileNotFoundError:
        return []
    except NotADirectoryError:
        message = "not a folder"
    except OSError as error:
        message, fix = f"cannot be read: {error.strerror}", "allow to read it"
    problems.append(Problem(path=folder, message=message, fix=fix))
    return []


def list_files(folder: Path, suffix: str, problems: list[Problem]) -> list[Path]:
    """Return the plain files of a folder that end so; what else lies there is a problem, for it would be ignored."""
    files = []
    for path in list_folder(folder, problems):
        if path.suffix == suffix and _is_plain(path):
            files.append(path)
        elif path.is_symlink():
            problems.append(Problem(path=path, message="a link", fix="put the file itself in its place"))
        else:
            fix = f"rename it to {suffix}, or remove it"
            problems.append(Problem(path=path, message=f"not a {suffix} file", fix=fix))
    return files


def _is_plain(path: Path) -> bool:
    """Whether it is a file, and no link; reading one that cannot be looked at says why."""
    try:
        return path.is_file() and not path.is_symlink()
    except OSError:
        return True


def read_text(path: Path, max_bytes: int) -> tuple[str, Problem | None]:
    """Return the text of a file, or the problem that it cannot be read as such."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return "", Problem(path=path, message="not a plain file", fix="put a file of its name in its place")
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
        if len(content) > max_bytes:
            message = f"{path.stat().st_size:,} bytes, more than the {max_bytes:,} a data file may have"
            return "", Problem(path=path, message=message, fix="split it, or remove what does not belong")
        return content.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return "", Problem(path=path, message=f"not UTF-8 at byte {error.start}", fix="save it as UTF-8")
    except OSError as error:
        return "", Problem(path=path, message=f"cannot be read: {error.strerror}", fix="check the file")


def read_named(path: Path, max_bytes: int) -> tuple[str, Problem | None]:
    """Return the text of a file that somebody named, who may name a link to it; else as :func:`read_text`."""
    try:
        found = path.resolve()
    except (OSError, RuntimeError):  # the second up to Python 3.12
        return "", Problem(path=path, message="a link that leads nowhere", fix="put a file of its name in its place")
    text, problem = read_text(found, max_bytes)
    return text, replace(problem, path=path) if problem else None


def _distinct(error: ValidationError) -> list[ErrorDetails]:
    """Return one detail per place: a union reports each of its branches, the first says enough."""
    details: dict[Location, ErrorDetails] = {}
    for detail in error.errors(include_url=False):
        details.setdefault(_trim(detail), detail)
    return list(details.values())


def _trim(detail: ErrorDetails) -> Location:
    """Return the place as it stands in the file, without pydantic's names of union branches and keys."""
    names = {"[key]", "bool", "nullable", "tuple", "date"}
    return tuple(
        part
        for part in detail["loc"]
        if not (isinstance(part, str) and (part in names or part.startswith(("literal[", "function-", "constrained-"))))
    )


def _explain(path: Path, model: type[Record], detail: ErrorDetails, places: dict[Location, Any]) -> Problem:
    at = _trim(detail)
    place = next((places[at[:length]] for length in range(len(at), 0, -1) if at[:length] in places), (1, 1))
    message, fix = _describe(model, at, detail)
    return Problem(path=path, message=message, fix=fix, at=at, line=place[0], column=place[1])


def _describe(model: type[Record], at: Location, detail: ErrorDetails) -> tuple[str, str]:
    kind, context, given = detail["type"], detail.get("ctx", {}), detail.get("input")
    message, fix = detail["msg"], "correct it"
    if kind == "catalogue":
        message, fix = context["message"], context["fix"]
    elif kind == "extra_forbidden":
        message, fix = "unknown key", _suggest(str(at[-1]), _known_keys(model, at[:-1]), "remove it")
    elif kind == "missing":
        message, fix = "missing", "add it (null where it may be unknown)" if _is_nullable(model, at) else "add it"
    elif kind == "literal_error":
        message, fix = f"{_quote(given)} is not in the list", _suggest(str(given), _words(context["expected"]), "")
    elif kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        message, fix = f"{_quote(given)} has the wrong form", _FORMS.get(pattern, f"it has to match {pattern}")
    elif kind == "too_long":
        message, fix = f"more than {context['max_length']:,} items", "leave out the least of them"
    elif kind in _EXPECTED:
        message = f"{_quote(given)} is not {_EXPECTED[kind]}"
        fix = "put it in quotes" if kind == "string_type" and isinstance(given, int | float) else "correct it"
    return message, fix


def _quote(value: object) -> str:
    if isinstance(value, dict | list):
        return "a list" if isinstance(value, list) else "a group of keys"
    text = "null" if value is None else str(value)
    return repr(text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]}…")


def _words(expected: str) -> list[str]:
    return [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]


def _suggest(word: str, known: list[str], otherwise: str) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return " or ".join(part for part in (otherwise, f"use one of: {', '.join(known)}" if known else "") if part)


def _models_in(annotation: Any) -> list[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return [annotation]
    inner = (*getattr(annotation, "__args__", ()), *getattr(annotation, "__metadata__", ()))
    return [found for part in inner for found in _models_in(part)]


def _model_at(model: type[Record], at: Location) -> type[Record] | None:
    """Return the model of the mapping at a place, following the annotations."""
    here: type[Record] | None = model
    for part in at:
        if here is None:
            return None
        if isinstance(part, str) and part in here.model_fields:
            found = _models_in(here.model_fields[part].annotation)
            here = found[0] if found else None
    return here


def _known_keys(model: type[Record], at: Location) -> list[str]:
    here = _model_at(model, at)
    return list(here.model_fields) if here else []


def _is_nullable(model: type[Record], at: Location) -> bool:
    here = _model_at(model, at[:-1])
    field = here.model_fields.get(str(at[-1])) if here else None
    return bool(field and type(None) in getattr(field.annotation, "__args__", ()))
