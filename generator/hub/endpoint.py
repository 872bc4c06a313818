"""Where the Hub is and who asks: checked once, before anything else reads it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
from huggingface_hub import constants
from huggingface_hub.utils._auth import _get_token_from_environment, _get_token_from_file

from generator.hub.named import check_file
from generator.hub.silence import silence
from generator.hub.trouble import TokenError, UnreachableError

PUBLIC = "https://huggingface.co"
MAX_ENDPOINT = 500
MAX_TOKEN_BYTES = 4096
_LABEL = "[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
_ENDPOINT = re.compile(rf"https?://({_LABEL}(\.{_LABEL})*|\[[0-9A-Fa-f:.]+\])(:\d{{1,5}})?(/[\w.~-]+)*/?", re.ASCII)
_SECRET = re.compile(r"\A.*@|[?#].*\Z", re.DOTALL)
"""Where a password or a token may stand in an address; it is repeated to nobody."""
_TOKEN = re.compile(r"[!-~]+")


def find_endpoint(named: str | None = None) -> str:
    """Return the Hub's address: the one that was named, else ``HF_ENDPOINT``, else the public one."""
    return (constants.ENDPOINT or PUBLIC) if named is None else named


def check_endpoint(text: str) -> str:
    """Return an address without a slash at its end.

    Raises:
        UnreachableError: When it is none that can be asked.
    """
    if len(text) > MAX_ENDPOINT or not _ENDPOINT.fullmatch(text) or not _can_be(text):
        shown = ascii(_SECRET.sub("...", text)[:60])
        message = f"{shown} is no address of a Hub"
        raise UnreachableError(message, f"write it as {PUBLIC}, in HF_ENDPOINT or --endpoint")
    return text.rstrip("/")


def _can_be(text: str) -> bool:
    """Whether host and port of an address are possible ones, also to the client, which takes 256.1.1.1 for none."""
    try:
        return bool(urlsplit(text).port != 0 and httpx2.URL(text).host)
    except (ValueError, httpx2.InvalidURL):
        return False


def find_token() -> str | None:
    """Return ``HF_TOKEN`` or the token that is stored on this machine, if any.

    Not huggingface_hub's get_token: that asks for a new one where ``HF_OIDC_RESOURCE`` is set or a stored one is
    about to end, before the address was checked, with the secret in the open, and without a time limit.

    Raises:
        TokenError: When what stands there is no token.
    """
    silence()
    try:
        token = _get_token_from_environment() or _read_stored()
    except (OSError, ValueError) as error:  # a file that may not be read, or is no text
        raise _refuse(f"the stored token cannot be read ({type(error).__name__})") from None
    if token is not None and not _TOKEN.fullmatch(token):
        raise _refuse("what HF_TOKEN or the stored token holds is no token: it has odd characters")
    return token


def _read_stored() -> str | None:
    try:
        check_file(Path(constants.HF_TOKEN_PATH), MAX_TOKEN_BYTES)
    except FileNotFoundError:
        return None
    return _get_token_from_file()


def _refuse(message: str) -> TokenError:
    return TokenError(message, "set HF_TOKEN to a read-only token, or log out to ask without")
