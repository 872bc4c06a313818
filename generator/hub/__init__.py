"""The only part that meets the Hub: asks it within bounds, and turns answers into records."""

from generator.hub.answer import Answer, Need, find_need
from generator.hub.asked import EXPAND, LISTED
from generator.hub.client import Hub, Page
from generator.hub.endpoint import find_endpoint, find_token
from generator.hub.limits import Limits
from generator.hub.reading import read_answer, read_counts
from generator.hub.trouble import (
    ElsewhereError,
    GatedError,
    GoneError,
    HubError,
    QuotaError,
    RenamedError,
    RepoError,
    TokenError,
    UnansweredError,
    UnreachableError,
)

__all__ = [
    "EXPAND",
    "LISTED",
    "Answer",
    "ElsewhereError",
    "GatedError",
    "GoneError",
    "Hub",
    "HubError",
    "Limits",
    "Need",
    "Page",
    "QuotaError",
    "RenamedError",
    "RepoError",
    "TokenError",
    "UnansweredError",
    "UnreachableError",
    "find_endpoint",
    "find_need",
    "find_token",
    "read_answer",
    "read_counts",
]
