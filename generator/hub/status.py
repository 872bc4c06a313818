"""Says what an error answer of the Hub means, whatever stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huggingface_hub import hf_raise_for_status
from huggingface_hub.errors import EntryNotFoundError, GatedRepoError, HfHubHTTPError, RepositoryNotFoundError

from generator.hub.trouble import GatedError, GoneError, NoFileError, TokenError, UnansweredError

if TYPE_CHECKING:
    import httpx2

NOT_FOUND = 404
UNAUTHORIZED = 401
_WRONG_TOKEN = ("invalid credentials", "invalid token")
MAX_SAID = 500
"""Characters of an error's words that are looked at."""
_DISABLED = "Access to this resource is disabled."


def raise_for_status(answer: httpx2.Response, token: str | None) -> None:
    """Raise what an error answer means; return for any other.

    Args:
        answer: What the Hub answered.
        token: The token it was asked with, if any.

    Raises:
        RepoError: When the repository could not be read.
        TokenError: When it is the token that is refused.
    """
    try:
        hf_raise_for_status(answer)
    except HfHubHTTPError as error:
        raise _explain(error, token) from None


def _explain(error: HfHubHTTPError, token: str | None) -> Exception:
    """Return what an error answer means: the Hub's own error code says more than the status."""
    status = error.response.status_code
    said = error.response.headers.get("x-error-message", "")
    if status == UNAUTHORIZED and token and _names_token(said, error.response.content):
        message = "the Hub refuses the token in HF_TOKEN"
        return TokenError(message, "make a new read-only token, or unset HF_TOKEN to ask without")
    if isinstance(error, GatedRepoError):
        return GatedError("is gated, and the token was not let in" if token else "is gated")
    if status == NOT_FOUND and isinstance(error, EntryNotFoundError):  # the Hub's own word, not that of a proxy
        return NoFileError("is not on the Hub, or no longer public")
    if isinstance(error, RepositoryNotFoundError) or status == NOT_FOUND:
        return GoneError("is not on the Hub, or no longer public")
    if said == _DISABLED:
        return GoneError("was disabled by the Hub")
    return UnansweredError(f"answered {status}")


def _names_token(said: str, body: bytes) -> bool:
    """Whether an error says that it is the token that is wrong."""
    words = f"{said[:MAX_SAID]} {body[:MAX_SAID].decode('utf-8', 'replace')}".lower()
    return any(wrong in words for wrong in _WRONG_TOKEN) or ("token" in words and "expired" in words)
