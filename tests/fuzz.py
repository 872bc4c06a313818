"""Fuzzes the readers of ``data/`` and of issue forms: changed and spliced texts, by a seed, to be made again.

``make fuzz`` runs the long form. A case that breaks a promise is kept in ``tests/corpus/``, which the suite
replays.
"""

import argparse
import hashlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import NamedTuple

import yaml

from generator.draft import read_form
from generator.draft.form import FORMS, NO_ANSWER
from generator.errors import CatalogueError
from generator.schema import SCHEMAS
from generator.store.histories import COLUMNS, read_usage
from generator.store.reading import read_record
from generator.store.strict_yaml import MAX_DEPTH, locate, parse
from generator.store.writer import dump_value
from generator.workspace import EXAMPLE

CORPUS = Path(__file__).parent / "corpus"
MODELS = tuple(SCHEMAS.values())

SECONDS = 1.0
"""The most processor time one case may take: its document has a few kilobytes."""

TOKENS = (
    *"-:?,[]{}#&*!|>'\"%@`<=~\\\t\r\n \0\x01\x7f\x85\xa0\ufeff\u2028\u200b\u202e\ufffe\U0010ffff",
    *(
        "---\n",
        "...\n",
        "- ",
        ": ",
        "? ",
        "<<: ",
        "&a ",
        "*a",
        "!!str ",
        "!!binary ",
        "!!python/object:x ",
        "%YAML 1.1\n",
    ),
    *(
        "|\n  ",
        ">-\n  ",
        "|9+",
        "''",
        '""',
        '"\\x00"',
        '"\\ud800"',
        '"\\uDFFF"',
        '"\\U00110000"',
        "{a: ",
        "[" * 30,
        "{" * 12,
    ),
    *("no", "Yes", "on", "null", "~", "true", "TRUE", "010", "0o7", "0x1f", "0b1", "1_000", "1e5", "1.5", "-0", "+1"),
    *(
        ".5",
        ".inf",
        "-.INF",
        ".nan",
        "12:30",
        "1:2:3.5",
        "2024-13-45",
        "2024-02-30",
        "0000-00-00",
        "2024-1-1",
        "9" * 30,
    ),
    *("2024-01-01 10:00:00", "2024-01-01T10:00:00Z", "1.", "1e", "=", "<<", "\u0661", "e\u0301\u0301\u0301", "x" * 300),
)


def list_seeds() -> list[bytes]:
    """Return the documents that cases are made from: the example's and those kept."""
    return [path.read_bytes() for path in (*sorted(EXAMPLE.data.rglob("*.*")), *sorted(CORPUS.glob("*.yaml")))]


ANSWERS = {
    "id": "tiny",
    "title": "Tiny: a model",
    "publisher": "openai",
    "repositories": "openai/tiny-1\r\nhttps://huggingface.co/openai/tiny-2",
    "summary": "Small models.\r\n### For\r\ntests.",
    "homepage": NO_ANSWER,
    "license": "Nova License",
    "text": "https://example.org/nova",
    "question": "May I?",
}


def list_forms() -> list[bytes]:
    """Return the issue forms that cases are made from: each form filled in, and those kept."""
    forms = [
        "\r\n\r\n".join(f"### {field.label}\r\n\r\n{ANSWERS[id_]}" for id_, field in fields.items())
        for fields in FORMS.values()
    ]
    return [form.encode() for form in forms] + [path.read_bytes() for path in sorted(CORPUS.glob("*.md"))]


def make_case(seeds: list[bytes], number: int) -> bytes:
    """Return the document of a number: a seed with some places changed, or bytes of chance."""
    chance = random.Random(number)  # noqa: S311  the same case for the same number
    if number % 50 == 0:
        return chance.randbytes(chance.randrange(200))
    data = bytearray(chance.choice(seeds))
    if len(data) > 600 and chance.random() < 0.7:
        start = chance.randrange(len(data) - 300)
        data = data[start : start + chance.randrange(1, 600)]
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((0, 0, 1, 2, 10, 60)))
        kind = chance.randrange(5)
        if kind == 0:
            data[at:end] = bytes([chance.randrange(256)])
        elif kind == 1:
            data[at:at] = data[at:end] * chance.choice((1, 2, 30))
        elif kind == 2:
            other = chance.choice(seeds)
            start = chance.randrange(len(other) + 1)
            data[at:end] = other[start : start + chance.randrange(80)]
        else:
            data[at:end] = chance.choice(TOKENS).encode()
    return bytes(data)


def check_case(data: bytes, folder: Path) -> str:
    """Hold a document against what the readers promise.

    Returns:
        ``record`` when some record can be read from it, ``value`` when it is strict YAML, else ``mistake``.

    Raises:
        AssertionError: When a promise is broken; any other error is one, too.
    """
    path = folder / "case.yaml"
    path.write_bytes(data)
    read = False
    for model in MODELS:
        record, problems = read_record(path, model)
        assert (record is None) == bool(problems)
        assert all(str(problem).count("\n") == 0 and len(str(problem)) < 3000 for problem in problems)
        read |= record is not None
    rows, problems = read_usage(path)
    assert rows or problems or data.strip() == b",".join(name.encode() for name in COLUMNS)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return "mistake"
    value, mistakes = parse(text)
    locate(text)
    if mistakes:
        assert all(mistake.line >= 1 and mistake.column >= 1 for mistake in mistakes)
        assert not read
        return "mistake"
    check_value(value)
    assert parse(dump_value(value)) == (value, [])
    assert strip(yaml.load(text, Loader=yaml.CSafeLoader)) == strip(value), "PyYAML reads it in another way"
    return "record" if read else "value"


def check_form(data: bytes, _: Path) -> str:
    """Hold an issue form against what its reader promises; as :func:`check_case`.

    Returns:
        ``form`` when it can be read, else ``refused``.
    """
    try:
        form = read_form(data, PurePath("issue.md"))
    except CatalogueError as error:
        problems = [str(problem) for problem in error.problems]
    else:
        problems = []
    assert all("\n" not in problem and len(problem) < 3000 for problem in problems)
    if problems:
        return "refused"
    fields = FORMS[form.name]
    assert list(form.answers) == list(fields)
    for id_, field in fields.items():
        said = form.answers[id_]
        assert isinstance(said, tuple) == (field.many and said is not None)
        texts = said if isinstance(said, tuple) else (said,)
        assert all(text is None or (field.kind.read(text) == text and "\n" not in text) for text in texts)
    return "form"


def strip(value: object) -> object:
    """Return a value in a form that tells 1 from true and from 1.0."""
    return (type(value).__name__, repr(value))


def check_value(value: object, depth: int = 1) -> None:
    """Fail when a value is of a type that no strict document has."""
    assert depth <= MAX_DEPTH + 1
    if isinstance(value, dict):
        assert all(isinstance(key, str) for key in value)
        for item in value.values():
            check_value(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            check_value(item, depth + 1)
    else:
        assert value is None or (isinstance(value, str | int | float | date) and not isinstance(value, datetime))


class Target(NamedTuple):
    """What is fuzzed: the texts that cases are made from, what they are held against, and how a kept one is called."""

    name: str
    list_seeds: Callable[[], list[bytes]]
    check: Callable[[bytes, Path], str]
    suffix: str


TARGETS = (Target("data files", list_seeds, check_case, ".yaml"), Target("issue forms", list_forms, check_form, ".md"))


def run(target: Target, first: int, count: int) -> tuple[Counter[str], list[tuple[int, bytes, str]], float]:
    """Check a range of cases; return how they ended, those that broke a promise, and the slowest in seconds."""
    seeds, ended, broken, slowest = target.list_seeds(), Counter[str](), [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(first, first + count):
            data = make_case(seeds, number)
            start = time.process_time()
            try:
                ended[target.check(data, Path(folder))] += 1
            except Exception as error:  # noqa: BLE001  finding any is what it is for
                broken.append((number, data, f"{type(error).__name__}: {error}"))
            taken = time.process_time() - start
            slowest = max(slowest, taken)
            if taken > SECONDS:
                broken.append((number, data, f"took {taken:.1f} s"))
    return ended, broken, slowest


def report(target: Target, first: int, count: int) -> bool:
    """Check a range of cases, print how it went, and keep what breaks a promise; return whether anything did."""
    start = time.perf_counter()
    ended, broken, slowest = run(target, first, count)
    taken = time.perf_counter() - start
    print(f"{target.name}: {count:,} cases in {taken:.0f} s, the slowest {slowest * 1000:.0f} ms: {dict(ended)}")
    for number, data, message in broken:
        kept = CORPUS / f"{hashlib.sha256(data).hexdigest()[:16]}{target.suffix}"
        kept.write_bytes(data)
        print(f"case {number}: {message[:300]}; kept as {kept.name}")
    return bool(broken)


def main() -> None:
    """Run the long form."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--count", type=int, default=120_000, help="how many cases for each of them")
    words = parser.parse_args()
    sys.exit(sum(report(target, words.first, words.count) for target in TARGETS))


if __name__ == "__main__":
    main()
