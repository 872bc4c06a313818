"""Runs lychee over a list of addresses and reads what it found."""

from __future__ import annotations

import asyncio
import html
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import BaseModel, Field, ValidationError

from generator.errors import CatalogueError, Problem
from generator.links.guard import Guard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PROGRAM = "lychee"
KEEPS_OUT = frozenset({401, 403, 429, 999})
"""Statuses by which sites turn machines away, whatever a person would see there."""

_FINE, _SOME_FAIL = 0, 2
_TRUST = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


class Finding(NamedTuple):
    """How one address was found; ``answer`` is what came instead of a page, see :class:`generator.records.Failing`."""

    state: Literal["answered", "failing", "kept-out"]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a check.

    Args:
        seconds: Longest wait for one address.
        retries: Further attempts after the first.
        total_seconds: Longest time of the check.
        private: Whether addresses of private networks and of this machine are asked, too.
    """

    seconds: int = 20
    retries: int = 1
    total_seconds: float = 2700
    private: bool = False


class _Status(BaseModel):
    code: int | None = None


class _Span(BaseModel):
    line: int


class _Entry(BaseModel):
    status: _Status
    span: _Span | None = None


_Map = dict[str, list[_Entry]]


class _Said(BaseModel):
    """What of lychee's summary is read; its words are never passed on."""

    success_map: _Map = Field(default_factory=dict)
    error_map: _Map = Field(default_factory=dict)
    timeout_map: _Map = Field(default_factory=dict)


def find_program(path: str) -> str:
    """Return where lychee is.

    Args:
        path: Folders to look in, as in ``PATH``.

    Raises:
        CatalogueError: When it is in none.
    """
    found = shutil.which(PROGRAM, path=path)
    if found is None:
        fix = "install requirements/dev.txt, as 'make links' does"
        raise _fail("not found, and no other program checks the links", fix)
    return found


def ask(
    addresses: Sequence[str], program: str, limits: Limits, environment: Mapping[str, str]
) -> Mapping[str, Finding]:
    """Ask addresses for a page, each by itself.

    Args:
        addresses: What to ask.
        program: Where lychee is.
        limits: Bounds.
        environment: Variables; lychee sees of them only which authorities are trusted.

    Returns:
        How each was found; those that lychee asks under no circumstances, such as names kept for examples, are not
        in it.

    Raises:
        CatalogueError: When lychee fails itself.
    """
    trust = {name: str(Path(environment[name]).absolute()) for name in _TRUST if environment.get(name)}
    with tempfile.TemporaryDirectory() as folder:
        page = "".join(f'<a href="{html.escape(address)}">x</a>\n' for address in addresses)
        Path(folder, "addresses.html").write_text(page, encoding="utf-8")
        said = asyncio.run(_run(program, folder, limits, trust))
    try:
        summary = _Said.model_validate_json(said)
    except ValidationError:
        raise _fail("its summary cannot be read", "install the version that requirements/dev.txt names") from None
    return {addresses[line - 1]: finding for line, finding in _list_findings(summary) if 0 < line <= len(addresses)}


async def _run(program: str, folder: str, limits: Limits, trust: Mapping[str, str]) -> bytes:
    """Return what lychee prints about ``addresses.html`` in an empty folder, where no settings of anybody lie."""
    guard = Guard(limits.seconds, private=limits.private)
    server = await asyncio.start_server(guard.accept, "127.0.0.1", 0)
    way = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    process = await asyncio.create_subprocess_exec(
        program,
        *_list_words(limits),
        cwd=folder,
        env={**trust, **dict.fromkeys(_PROXIES, way)},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(limits.total_seconds):
            said, complaint = await process.communicate()
    except TimeoutError:
        raise _fail(f"has not ended in {limits.total_seconds:,.0f} seconds", "run it again later") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        server.close()
    if process.returncode not in (_FINE, _SOME_FAIL):
        last = complaint.decode(errors="replace").strip().splitlines()[-1:] or ["without a word"]
        raise _fail(f"ended with {process.returncode}: {last[0]}", "run it again; if it stays so, open an issue")
    return said


def _list_words(limits: Limits) -> tuple[str, ...]:
    return (
        *("--no-progress", "--verbose", "--format", "json"),
        *("--timeout", str(limits.seconds), "--max-retries", str(limits.retries)),
        # Sites are asked one after the other, a few at a time: most addresses lie at two of them.
        *("--max-concurrency", "16", "--host-concurrency", "2", "--host-request-interval", "200ms"),
        "addresses.html",
    )


def _list_findings(said: _Said) -> Iterator[tuple[int, Finding]]:
    """Yield the line of each address with how it was found."""
    maps = ((said.success_map, _read_success), (said.error_map, _read_error), (said.timeout_map, _read_timeout))
    for of_files, read in maps:
        for entry in (entry for entries in of_files.values() for entry in entries):
            if entry.span is not None:
                yield entry.span.line, read(entry.status)


def _read_success(_: _Status) -> Finding:
    return Finding("answered")


def _read_timeout(_: _Status) -> Finding:
    return Finding("failing", "timeout")


def _read_error(status: _Status) -> Finding:
    if status.code in KEEPS_OUT:
        return Finding("kept-out")
    if status.code is not None and 100 <= status.code <= 999:  # noqa: PLR2004  a status has three digits
        return Finding("failing", str(status.code))
    return Finding("failing", "no-connection")


def _fail(message: str, fix: str) -> CatalogueError:
    return CatalogueError([Problem(path=PurePath(PROGRAM), message=message, fix=fix)])
