"""Reads MTEB's model metadata out of its published wheel, as text: nothing in it is imported or run."""

from __future__ import annotations

import ast
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Sized
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from generator.errors import CatalogueError, Problem
from generator.records import RepoId, ReportedRecord, Row
from generator.records.base import FIRST_DAY, LAST_DAY, Url
from generator.records.languages import normalize_languages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.reported.datasets import DataSet

PACKAGE = "mteb"
_FOLDER = "mteb/models/model_implementations/"
_WHEEL = re.compile(r"mteb-([0-9][0-9A-Za-z.!+_]{0,40})-.*\.whl")
_LICENSE = re.compile(r"[a-z0-9]+([.+-]+[a-z0-9]+)*")
MAX_UNPACKED_BYTES = 16 * 1024 * 1024
MAX_MODULE_BYTES = 1024 * 1024
MAX_MARKS = 1000
"""Combining marks of a module: Python orders those on one letter in a time that is the square of their number."""
MAX_BRACES = 300_000_000
"""Of a module, by its length: Python 3.11 reads a text again for each value that is put into it."""
MAX_LINES = 50_000
"""Of a module, with its semicolons; the longest of an honest wheel has 2,160."""
MAX_NODES = 1_000_000
"""Of all trees together: parsed, a byte of source can take 250 of memory. An honest wheel has a fifth of that."""
MAX_WORK = 5_000_000
"""Steps, and items and characters that are looked at, of all calls together: thousands may name one long constant."""
MAX_STEPS = 8
"""From one name to the next, at most: a constant that names itself must not go on for ever."""
_REPO = TypeAdapter[str](RepoId)
_URL = TypeAdapter[str](Url)


def read_wheel(path: Path, data_set: DataSet) -> ReportedRecord:
    """Return what MTEB says of each model.

    Args:
        path: A wheel of the package ``mteb``.
        data_set: How the data set is described.

    Raises:
        CatalogueError: When the file is no such wheel.
    """
    name = _WHEEL.fullmatch(path.name)
    try:
        trees, day = _parse_wheel(path)
        found = dict(_read_rows(trees))
    except _UNREADABLE as error:
        said = " ".join(str(error).split())[:300] or type(error).__name__
        raise CatalogueError([_refuse(path, f"cannot be read: {said}")]) from None
    rows = {repo: found[repo] for repo in sorted(found)}
    if name is None or not rows:
        raise CatalogueError([_refuse(path, "holds no MTEB model metadata")])
    return ReportedRecord(
        title=data_set.title,
        url=data_set.url,
        version=name[1],
        as_of=day,
        license=data_set.license,
        attribution=data_set.attribution,
        rank=data_set.rank,
        repos=rows,
    )


_UNREADABLE = (
    *(OSError, EOFError, ValueError, ArithmeticError, TypeError, AttributeError, LookupError, SyntaxError),
    *(RecursionError, MemoryError, RuntimeError, zipfile.BadZipFile, zlib.error),
)
"""What zipfile, ast and the rows raise for a file that is broken, locked, or made to be hard to read."""


_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def _parse_wheel(path: Path) -> tuple[dict[str, ast.Module], date | None]:
    """Return the modules of the metadata by name, and the youngest day of their files."""
    with zipfile.ZipFile(path) as wheel, warnings.catch_warnings():
        files = [info for info in wheel.infolist() if info.filename.startswith(_FOLDER)]
        if sum(info.file_size for info in files) > MAX_UNPACKED_BYTES:
            raise ValueError(f"more than {MAX_UNPACKED_BYTES:,} bytes, unpacked")
        if any(info.compress_type not in _PACKED for info in files):
            raise ValueError("packed in a way that no wheel is")
        if any(info.file_size > MAX_MODULE_BYTES for info in files):
            raise ValueError(f"a module of more than {MAX_MODULE_BYTES:,} bytes")
        trees, nodes = {}, 0
        warnings.simplefilter("ignore")  # Python repeats odd text of a module as it stands there
        for info in (info for info in files if info.filename.endswith(".py")):
            trees[PurePosixPath(info.filename).stem] = tree = ast.parse(_read_module(wheel, info))
            nodes += sum(1 for _ in ast.walk(tree))
            if nodes > MAX_NODES:
                raise ValueError(f"more than {MAX_NODES:,} expressions")
        days = (date(*info.date_time[:3]) for info in files)
        # An archive made to be the same anywhere has files of its format's first day.
        return trees, max((day for day in days if FIRST_DAY <= day <= LAST_DAY), default=None)


def _read_module(wheel: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    """Return what one file holds; reading no more than may be asked for, as the size that is stated may be false."""
    with wheel.open(info) as file:
        module = file.read(MAX_MODULE_BYTES + 1).decode("utf-8-sig")
    if sum(map(bool, map(unicodedata.combining, module))) > MAX_MARKS:
        raise ValueError(f"a module of more than {MAX_MARKS:,} combining marks")
    if module.count("{") * len(module) > MAX_BRACES or sum(map(module.count, "\r\n;")) > MAX_LINES:
        raise ValueError("a module of too many braces or lines")
    return module


def _refuse(path: Path, message: str) -> Problem:
    fix = "give a wheel of the package mteb, such as mteb-2.26.24-py3-none-any.whl"
    return Problem(path=path, message=message, fix=fix)


def _read_rows(trees: dict[str, ast.Module]) -> Iterator[tuple[str, Row]]:
    constants = _Constants(trees)
    for module, tree in trees.items():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "ModelMeta":
                stated = {word.arg: constants.resolve(word.value, module) for word in call.keywords if word.arg}
                repo = _valid(_REPO, stated.get("name"))
                if repo and stated.get("open_weights") is not False:
                    yield repo, _read_row(repo, stated)


class _Constants:
    """Finds the value of an expression that is literal, or names something literal in any of the modules."""

    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self._assigned: dict[tuple[str, str], ast.expr] = {}
        self._imported: dict[tuple[str, str], tuple[str, str]] = {}
        self._literal: dict[ast.expr, Any] = {}
        self._work = 0
        for module, tree in trees.items():
            for node in tree.body:
                self._note(module, node)

    def _note(self, module: str, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            self._assigned[module, node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            self._assigned[module, node.target.id] = node.value
        elif isinstance(node, ast.ImportFrom) and node.module:
            origin = node.module.rpartition(".")[2]
            for alias in node.names:
                self._imported[module, alias.asname or alias.name] = (origin, alias.name)

    def resolve(self, node: ast.expr, module: str, depth: int = 0) -> Any:
        """Return the literal value; None when it is not literal.

        Raises:
            ValueError: When all values together are too much work.
        """
        self._spend(1)
        if depth > MAX_STEPS:
            return None
        if isinstance(node, ast.Name):
            key = (module, node.id)
            key = self._imported.get(key, key)
            found = self._assigned.get(key)
            return None if found is None else self.resolve(found, key[0], depth + 1)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = (self.resolve(side, module, depth + 1) for side in (node.left, node.right))
            if not (isinstance(left, list) and isinstance(right, list)):
                return None
            self._spend(len(left) + len(right))
            return left + right
        if node not in self._literal:
            self._literal[node] = _evaluate(node)
        value = self._literal[node]
        self._spend(len(value) if isinstance(value, Sized) else 0)
        return value

    def _spend(self, work: int) -> None:
        self._work += work
        if self._work > MAX_WORK:
            raise ValueError(f"more than {MAX_WORK:,} items and characters, each time that one is named")


def _evaluate(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, ArithmeticError):  # it adds whole numbers to imaginary ones, whatever their size
        return None


def _valid(adapter: TypeAdapter[str], value: object) -> str | None:
    try:
        return adapter.validate_python(value) if isinstance(value, str) else None  # bytes would do, too
    except ValidationError:
        return None


def _as_words(value: object) -> list[str]:
    if value is not None and not isinstance(value, list | tuple | set):
        raise ValueError("a list that is none")
    return [word for word in value or () if isinstance(word, str)]


def _read_row(repo: str, stated: dict[str, Any]) -> Row:
    tokens, total = stated.get("max_tokens"), _positive(stated.get("n_parameters"))
    license_, link = stated.get("license"), _valid(_URL, stated.get("license"))
    base = _valid(_REPO, stated.get("adapted_from"))
    row = {
        "license": "other" if link else _as_license(license_),
        "license_link": link,
        "parameters_total": total,
        "parameters_kind": "exact" if total else None,
        "parameters_active": _positive(stated.get("n_active_parameters_override")),
        "context_tokens": _positive(tokens),
        "embedding_dimensions": _positive(stated.get("embed_dim")),
        "languages": normalize_languages(_as_words(stated.get("languages"))) or None,
        "released": _as_day(stated.get("release_date")),
        "base_models": (base,) if base and base != repo else None,
        "modalities_in": tuple(sorted(_as_words(stated.get("modalities")))) or None,
        "open_weights": stated.get("open_weights"),
        "training_code": _valid(_URL, stated.get("public_training_code")),
        "training_data": _valid(_URL, stated.get("public_training_data")),
    }
    return Row.model_validate({key: value for key, value in row.items() if value is not None})


def _as_license(value: object) -> str | None:
    return value.lower() if isinstance(value, str) and _LICENSE.fullmatch(value.lower()) else None


def _positive(value: object) -> int | None:
    return value if type(value) is int and 0 < value <= 10**9 * 10**5 else None


def _as_day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
