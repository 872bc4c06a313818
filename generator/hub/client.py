"""Asks the Hub, through huggingface_hub's own session, and says in our words what came of it.

``HfApi.model_info`` builds an object that one odd field keeps from being built at all, and
``list_models`` loses a whole listing to one bad item. So session, redirects and errors are
huggingface_hub's, and the JSON is read here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import quote

import httpx2
from huggingface_hub import (
    __version__,
    get_session,
    is_offline_mode,
    set_client_factory,
)
from huggingface_hub.utils._http import default_client_factory
from pydantic import TypeAdapter, ValidationError

from generator.hub.asked import ALWAYS_GIVEN, EXPAND, LISTED
from generator.hub.document import Document, parse, parse_object
from generator.hub.endpoint import check_endpoint
from generator.hub.limits import Limits
from generator.hub.silence import silence
from generator.hub.status import raise_for_status
from generator.hub.transport import Transport
from generator.hub.trouble import (
    HubError,
    NoFileError,
    RenamedError,
    RepoError,
    TokenError,
    UnansweredError,
    UnreachableError,
)
from generator.records import RepoId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType

PAGE_SIZE = 1000
MAX_PAGES = 100
MAX_LISTING_BYTES = 32 * 1024 * 1024
"""Of all pages of a listing together: that of an organization of 1,000 repositories has about one."""
MAX_TAGS = 1000
MAX_REDIRECTS = 3
OK = 200
_REPO = TypeAdapter[str](RepoId)


class Page(NamedTuple):
    """One page of a listing: the readable items by repository, and how many could not be read."""

    items: dict[str, Document]
    unreadable: int


class Hub:
    """One run's access to the Hub; use it as a context.

    Args:
        endpoint: Its address.
        token: A read-only token; None to ask without.
        limits: Bounds of the run.

    Raises:
        UnreachableError: When the environment says that there is no network, or the address is none.
        TokenError: When the token would travel unencrypted.
    """

    def __init__(self, endpoint: str, token: str | None = None, limits: Limits | None = None) -> None:
        """Prepare; nothing is asked yet."""
        if is_offline_mode():
            raise UnreachableError("HF_HUB_OFFLINE is set, so the Hub is not asked", "unset it to fetch")
        self.endpoint = check_endpoint(endpoint)
        if token and not self.endpoint.startswith("https://"):
            raise TokenError(f"{self.endpoint} is not https, and HF_TOKEN would be sent in the open", "use https")
        self.token = token
        self.transport = Transport(self.endpoint, limits or Limits())
        # Not huggingface_hub's build_hf_headers: in some environments that asks the Hub for a list of its own first.
        self._headers = {"User-Agent": f"open-model-catalogue; hf_hub/{__version__}"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        """Make huggingface_hub use the bounded transport, and print nothing of what it meets."""
        silence()
        set_client_factory(self._make_client)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections and give huggingface_hub its own client back."""
        set_client_factory(default_client_factory)

    def _make_client(self) -> httpx2.Client:
        return httpx2.Client(
            transport=self.transport, follow_redirects=True, max_redirects=MAX_REDIRECTS, trust_env=False
        )

    def read_repo(self, repo: str) -> Document:
        """Return what the Hub says of a repository.

        Args:
            repo: Its id; an unsafe one is refused before anything is asked.

        Raises:
            RepoError: When it could not be read, and why.
            HubError: When no other can be read either.
        """
        answer = self._get(f"/api/models/{_check(repo)}", {"expand": list(EXPAND)})
        document = parse_object(answer.content)
        _check_same(repo, document.get("id"))
        if not document.keys() >= ALWAYS_GIVEN:
            raise UnansweredError("answered without what was asked")
        return document

    def read_files(self, repo: str) -> Document:
        """Return what the Hub says of a repository with the sizes of its files; errors as :meth:`read_repo`."""
        document = parse_object(self._get(f"/api/models/{_check(repo)}", {"blobs": True}).content)
        _check_same(repo, document.get("id"))
        return document

    def read_config(self, repo: str, revision: str) -> Document | None:
        """Return the ``config.json`` of a repository; None where it has none. Errors as :meth:`read_repo`."""
        try:
            answer = self._get(f"/{_check(repo)}/resolve/{quote(revision, safe='')}/config.json", {})
        except NoFileError:
            return None
        return parse_object(answer.content)

    def list_repos(self, organization: str, expand: Sequence[str] = LISTED) -> Iterator[Page]:
        """Yield the pages of an organization's repositories, those with most downloads first.

        Raises:
            RepoError: When a page could not be read; the pages before it were yielded.
            HubError: When nothing else can be read either.
        """
        path = "/api/models"
        asked: dict[str, Any] = {"author": organization, "sort": "downloads", "limit": PAGE_SIZE}
        params: dict[str, Any] | None = asked | {"expand": list(expand)}
        seen, size = set(), 0
        while path not in seen:
            seen.add(path)
            answer = self._get(path, params)
            size += len(answer.content)
            if len(seen) > MAX_PAGES or size > MAX_LISTING_BYTES:
                raise UnansweredError(f"a listing of more than {MAX_PAGES:,} pages or {MAX_LISTING_BYTES:,} bytes")
            yield _read_page(parse(answer.content), expand)
            following = answer.links.get("next", {}).get("url")
            if not following:
                return
            path, params = following, None
        raise UnansweredError("a listing that leads back to itself")

    def _get(self, path: str, params: dict[str, Any] | None) -> httpx2.Response:
        url = path if "://" in path else f"{self.endpoint}{path}"
        try:
            answer = get_session().get(url, headers=self._headers, params=params)
            raise_for_status(answer, self.token)
        except (RepoError, HubError):
            raise
        except httpx2.TooManyRedirects:
            raise UnansweredError("was sent on in a circle") from None
        except (httpx2.HTTPError, httpx2.InvalidURL):
            raise UnansweredError("was sent on to no address") from None
        except Exception:  # noqa: BLE001  the libraries trust an answer; whatever trips them is of this one repository
            raise UnansweredError("answered in a way that cannot be read") from None
        if answer.status_code != OK:
            raise UnansweredError(f"answered {answer.status_code}")
        return answer


def _check(repo: str) -> str:
    try:
        return _REPO.validate_python(repo)
    except ValidationError:
        raise UnansweredError("is no repository id, so it is not asked for") from None


def _check_same(repo: str, answered: object) -> None:
    if answered == repo:
        return
    try:
        raise RenamedError(_REPO.validate_python(answered))
    except ValidationError:
        raise UnansweredError("answered without its id") from None


def _read_page(value: Any, names: Sequence[str]) -> Page:
    if not isinstance(value, list):
        raise UnansweredError("a listing that is no list")
    if len(value) > PAGE_SIZE:
        raise UnansweredError(f"a page of more than the {PAGE_SIZE:,} that were asked for")
    items = {}
    for item in value:
        try:
            items[_REPO.validate_python(item["id"])] = {name: _keep(item[name]) for name in names if name in item}
        except (ValidationError, TypeError, KeyError):
            continue
    return Page(items, len(value) - len(items))


def _keep(value: Any) -> Any:
    """Return of a listed value what is read of it: a text, count or switch, or the base models among the tags."""
    if isinstance(value, list):
        return [tag for tag in value[:MAX_TAGS] if isinstance(tag, str) and tag.startswith("base_model:")]
    return value if isinstance(value, str | int | None) else None


__all__ = ["EXPAND", "LISTED", "Hub", "HubError", "Page"]
