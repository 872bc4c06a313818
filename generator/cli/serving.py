"""Watches files while MkDocs' live server runs."""

from __future__ import annotations

import contextlib
import re
import socket
import stat
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

INTERVAL_SECONDS = 0.5
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def is_free(port: int) -> bool:
    """Whether a port of the loopback address can be listened on."""
    with socket.socket() as probe:
        # As the server itself does: what is left of an ended connection does not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def serve_site(config: Path, port: int, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start MkDocs' live server on this machine only.

    Args:
        config: MkDocs' configuration.
        port: Port of the loopback address.
        environment: Variables it sees.
    """
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--config-file", str(config)]
    command += ["--dev-addr", f"127.0.0.1:{port}"]
    variables = {**environment, "NO_MKDOCS_2_WARNING": "1"}
    server = subprocess.Popen(command, env=variables, stderr=subprocess.PIPE)  # noqa: S603  our own words
    if server.stderr is not None:
        threading.Thread(target=_pass_on, args=(server.stderr,), daemon=True).start()
    return server


def _pass_on(lines: Iterable[bytes]) -> None:
    """Print what the server says: of a traceback only the last line, and nothing that steers a terminal."""
    inside = False
    for line in lines:
        text = _CONTROL.sub("?", line.decode(errors="replace").rstrip("\r\n"))
        inside = text.startswith("Traceback (") or (inside and text[:1] in (" ", ""))
        if not inside:
            click.echo(text, err=True)


def watch(server: subprocess.Popen[bytes], folders: Sequence[Path], renew: Callable[[], None]) -> int:
    """Call ``renew`` after each change of a file, until the server ends.

    Args:
        server: The running server.
        folders: What to watch.
        renew: What to do after a change.

    Returns:
        The server's exit code; 0 when a person stops it.
    """
    try:
        seen = _stamp(folders)
        while server.poll() is None:
            time.sleep(INTERVAL_SECONDS)
            now = _stamp(folders)
            if now != seen:
                seen = now
                renew()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        server.wait()
    return server.returncode


def _stamp(folders: Sequence[Path]) -> dict[str, int]:
    """Return when each file was last changed; one that vanishes meanwhile, as editors' own do, is none."""
    times: dict[str, int] = {}
    for path in (path for folder in folders for path in folder.rglob("*") if not path.name.startswith(".")):
        with contextlib.suppress(OSError):
            if stat.S_ISREG((status := path.stat()).st_mode):
                times[str(path)] = status.st_mtime_ns
    return times
