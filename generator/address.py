"""Addresses in a page, read as a browser reads them: one reading for all that is asked of one."""

from __future__ import annotations

import posixpath
import re
from ipaddress import IPv4Address
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_ENDS = "".join(map(chr, range(0x21)))
_BREAKS = str.maketrans("", "", "\t\n\r")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
"""One part of the name of a host (RFC 1123)."""

_HOST = re.compile(rf"{LABEL}(\.{LABEL})*")
_NUMBER = re.compile(r"(^|.*\.)([0-9]+|0x[0-9a-f]*)\.?", re.IGNORECASE)


class Target(NamedTuple):
    """Where an address inside the site leads.

    Args:
        path: The file or folder, below the site's root; empty for the home page.
        fragment: The place on that page; empty for its top.
    """

    path: str
    fragment: str


def normalize(address: str) -> str:
    """Return an address without what a browser drops: first at its ends, then anywhere.

    https://url.spec.whatwg.org/#concept-basic-url-parser
    """
    return address.strip(_ENDS).translate(_BREAKS)


def stays_here(address: str) -> bool:
    """Whether a normalized address names no other host and no scheme; a browser takes a backslash for a slash."""
    return not _SCHEME.match(address) and "\\" not in address and not address.startswith("//")


def is_disguised(host: str) -> bool:
    """Whether a browser reads a host as a number that is written in another way, such as 0x7f.1 for 127.0.0.1.

    https://url.spec.whatwg.org/#ends-in-a-number-checker
    """
    if not _NUMBER.fullmatch(host):
        return False
    try:
        IPv4Address(host)  # takes four plain decimal numbers and nothing else
    except ValueError:
        return True
    return False


def leads_out(address: str) -> bool:
    """Whether a normalized address is that of a page elsewhere: https, with a plain host, no user or backslash."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        is_named = bool(_HOST.fullmatch(host)) and (parts.port is not None or not parts.netloc.endswith(":"))
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and is_named
        and not is_disguised(host)
        and parts.netloc.isascii()
        and "@" not in parts.netloc
        and "\\" not in address
    )


def find_target(address: str, here: str, base: str) -> Target | None:
    """Return where an address leads, or None when it leads out of the site.

    Args:
        address: The address, normalized.
        here: Folder of the page it stands on, below the site's root.
        base: Path of the site's own address, with slashes at both ends.
    """
    if not stays_here(address):
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or (parts.path.startswith("/") and not parts.path.startswith(base)):
        return None
    inside = parts.path.removeprefix(base) if parts.path.startswith("/") else posixpath.join(here, unquote(parts.path))
    path = posixpath.normpath(inside)
    if path.startswith(("..", "/")):
        return None
    return Target("" if path == "." else path, parts.fragment)
