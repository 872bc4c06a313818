"""How long, how often and how much a run asks of the Hub."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a run.

    Args:
        retries: Further attempts after the first, for one request.
        backoff_seconds: Longest pause before the first of them; it doubles each time.
        read_seconds: Longest wait for the next bytes.
        total_seconds: Longest time for one request, all attempts together; asked-for waits do not count.
        asked_wait_seconds: Longest wait the Hub may ask for; beyond it the run ends.
        window_seconds: Longest wait for a new window of the quota.
        body_bytes: Largest answer, unpacked.
        requests: Most requests of the run.
    """

    retries: int = 4
    backoff_seconds: float = 1.0
    read_seconds: float = 20.0
    total_seconds: float = 90.0
    asked_wait_seconds: float = 60.0
    window_seconds: float = 310.0
    body_bytes: int = 16 * 1024 * 1024
    requests: int = 50_000

    def pause(self, attempt: int) -> float:
        """Return a random pause in seconds before a further attempt, counted from 1.

        The whole pause is random ("full jitter"), so that workers that failed together do not return together.
        """
        return random.uniform(0, self.backoff_seconds * 2 ** (attempt - 1))  # noqa: S311  no secret


class Deadline:
    """The end of one request, all attempts together, on the clock that never jumps."""

    def __init__(self, seconds: float) -> None:
        """Start counting."""
        self._end = time.monotonic() + seconds

    @property
    def remaining(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self._end - time.monotonic())

    def extend(self, seconds: float) -> None:
        """Put the end off by a wait that was asked for."""
        self._end += seconds


class Current(threading.local):
    """The deadline of the request that the running thread makes."""

    deadline: Deadline | None = None
