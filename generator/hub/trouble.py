"""Why a request to the Hub did not bring what was asked: of one repository, or of the whole run."""

from __future__ import annotations


class RepoError(Exception):
    """One repository could not be read; the others go on.

    Args:
        reason: A few words of ours, safe to print.
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


class UnansweredError(RepoError):
    """The answer did not come whole, or was none: a server error, a broken connection, no JSON."""


class ElsewhereError(UnansweredError):
    """The Hub sent the request on to another host, where neither we nor the token go."""


class GoneError(RepoError):
    """The Hub knows no such repository, or shows it to nobody."""


class NoFileError(GoneError):
    """There is nothing at this address: of a file, the repository has none such."""


class GatedError(RepoError):
    """The Hub shows this only to those who were let in."""


class RenamedError(RepoError):
    """The repository answered under another id.

    Args:
        repo: The id it answered under.
    """

    def __init__(self, repo: str) -> None:
        """Keep the new id."""
        super().__init__(f"answers as {repo}")
        self.repo = repo


class HubError(Exception):
    """No repository can be read any more: the run ends.

    Args:
        message: What happened.
        fix: What to do.
    """

    def __init__(self, message: str, fix: str) -> None:
        """Keep both parts."""
        super().__init__(f"{message}; {fix}")
        self.message = message
        self.fix = fix


class TokenError(HubError):
    """The Hub refuses the token."""


class UnreachableError(HubError):
    """There is no connection to the Hub."""


class QuotaError(HubError):
    """The Hub asks to come back later than a run may wait, or the run has used up its requests."""
