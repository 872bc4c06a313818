"""Runs lychee over a list of addresses, site by site, and reads what it found."""

from __future__ import annotations

import asyncio
import html
import shutil
import subprocess
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, ValidationError

from generator.errors import CatalogueError, Problem
from generator.links.guard import Guard
from generator.links.loop import run, run_together

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Executor

PROGRAM = "lychee"
KEEPS_OUT = frozenset({401, 403, 429, 999})
"""Statuses by which sites turn machines away, whatever a person would see there."""

SITES_AT_ONCE = 8
TOGETHER = 50
"""Addresses of a site that one lychee asks: what it found is lost where the site takes too long."""

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
        site_seconds: Longest time for the addresses of one site.
        total_seconds: Longest time of the check.
        private: Whether addresses of private networks and of this machine are asked, too.
    """

    seconds: int = 20
    retries: int = 1
    site_seconds: float = 600
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
        in it, nor those of a site that took too long.

    Raises:
        CatalogueError: When lychee fails itself, or nothing was found in time.
    """
    trust = {name: str(Path(environment[name]).absolute()) for name in _TRUST if environment.get(name)}
    return run(_Check(program, limits).ask(addresses, trust))


class _Check:
    """Asks each site by a lychee of its own, so that one which asks for long waits takes no time of the others.

    Lychee waits as long as a site's ``Retry-After`` says, up to a minute between any two requests to it, and no
    option of it bounds that. What it found it says at its end only.
    """

    def __init__(self, program: str, limits: Limits) -> None:
        self._program = program
        self._limits = limits
        self._turn = asyncio.Semaphore(SITES_AT_ONCE)
        self._threads = ThreadPoolExecutor(SITES_AT_ONCE)
        self._found: dict[str, Finding] = {}
        self._is_late = False

    async def ask(self, addresses: Sequence[str], trust: Mapping[str, str]) -> Mapping[str, Finding]:
        """Return how addresses were found, as far as their sites answered in time."""
        try:
            async with asyncio.timeout(self._limits.total_seconds):
                await run_together(self._ask_site(site, trust) for site in _sort_by_site(addresses))
        except TimeoutError:
            self._is_late = True
        finally:
            self._threads.shutdown()
        if self._is_late and not self._found:
            raise _fail(f"has not ended in {self._limits.total_seconds:,.0f} seconds", "run it again later")
        return self._found

    async def _ask_site(self, addresses: Sequence[str], trust: Mapping[str, str]) -> None:
        # A guard of its own, too: a site that leads to many others uses up its own connections.
        guard = Guard(self._limits.seconds, private=self._limits.private)
        async with self._turn:
            try:
                async with asyncio.timeout(self._limits.site_seconds), guard.listen() as way:
                    variables = {**trust, **dict.fromkeys(_PROXIES, way)}
                    for start in range(0, len(addresses), TOGETHER):
                        await self._ask_some(addresses[start : start + TOGETHER], variables)
            except TimeoutError:
                self._is_late = True

    async def _ask_some(self, addresses: Sequence[str], variables: Mapping[str, str]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            _write_page(folder, addresses)
            said = await _run([self._program, *_list_words(self._limits)], folder, variables, self._threads)
        try:
            summary = _Said.model_validate_json(said)
        except ValidationError:
            raise _fail("its summary cannot be read", "install the version that requirements/dev.txt names") from None
        for line, finding in _list_findings(summary):
            if 0 < line <= len(addresses):
                self._found[addresses[line - 1]] = finding


def _sort_by_site(addresses: Sequence[str]) -> Sequence[Sequence[str]]:
    """Return the addresses of each site, those first that take longest."""
    sites: defaultdict[str | None, list[str]] = defaultdict(list)
    for address in addresses:
        sites[urlsplit(address).hostname].append(address)
    return sorted(sites.values(), key=len, reverse=True)


def _write_page(folder: str, addresses: Sequence[str]) -> None:
    page = "".join(f'<a href="{html.escape(address)}">x</a>\n' for address in addresses)
    Path(folder, "addresses.html").write_text(page, encoding="utf-8")


async def _run(command: Sequence[str], folder: str, variables: Mapping[str, str], threads: Executor) -> bytes:
    """Return what lychee prints about ``addresses.html`` in an empty folder, where no settings of anybody lie.

    A thread waits for it: the loop's own way leaves processes behind that are cancelled while they start.
    """
    pipe = subprocess.PIPE
    process = subprocess.Popen(  # noqa: S603, ASYNC220  our own words; it starts in a millisecond
        command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe
    )
    try:
        said, complaint = await asyncio.get_running_loop().run_in_executor(threads, process.communicate)
    finally:
        process.kill()
    if process.returncode not in (_FINE, _SOME_FAIL):
        last = complaint.decode(errors="replace").strip().splitlines()[-1:] or ["without a word"]
        raise _fail(f"ended with {process.returncode}: {last[0]}", "run it again; if it stays so, open an issue")
    return said


def _list_words(limits: Limits) -> tuple[str, ...]:
    return (
        *("--no-progress", "--verbose", "--format", "json"),
        *("--timeout", str(limits.seconds), "--max-retries", str(limits.retries)),
        *("--host-concurrency", "2", "--host-request-interval", "200ms"),
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
