"""The Content-Security-Policy of all pages: the site's own files, and the scripts of a build without data."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIRECTIVES = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("manifest-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
)
"""``data:`` for the icons that Material's style sheets carry. A frame has no directive: none is allowed."""


def make_policy(scripts: Iterable[str]) -> str:
    """Return the ``<meta>`` element of the policy.

    Args:
        scripts: Texts of the inline scripts that may run, all from a build without data.
    """
    hashes = sorted({b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts})
    allowed = "".join(f" 'sha256-{hash_}'" for hash_ in hashes)
    parts = (f"{name} {value}{allowed if name == 'script-src' else ''}" for name, value in _DIRECTIVES)
    return f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(parts)}">'
