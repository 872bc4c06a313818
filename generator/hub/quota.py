"""Keeps to the Hub's quota: reads its rate limit headers, waits for a new window, holds on when told to.

The Hub counts requests per fixed window of five minutes and says in each answer what is left of it
(``RateLimit: "api";r=499;t=293``), apart for its API and for files ("resolvers").
"""

from __future__ import annotations

import re
import threading
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from generator.hub.trouble import QuotaError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.hub.limits import Limits

_LEFT = re.compile(r'"(\w+)"\s*;\s*r=(\d{1,9})\s*;\s*t=(\d{1,9})')
_SECONDS = re.compile(r"\d{1,9}")
RESERVE = 5
"""Requests of a window that are left to others with the same address or token."""


class Quota:
    """What is left of the quota, shared by all workers.

    Args:
        limits: Bounds of the run.
    """

    def __init__(self, limits: Limits) -> None:
        """Start with nothing known and nothing used."""
        self._limits = limits
        self._lock = threading.Lock()
        self._left: dict[str, int] = {}
        self._free_at: dict[str, float] = {}
        self._over = threading.Event()
        self.used = 0

    def left(self, kind: str = "api") -> int | None:
        """Return the requests left in the window; None before the Hub said so."""
        return self._left.get(kind)

    def take(self, kind: str) -> None:
        """Wait for a turn and count one request.

        Args:
            kind: ``api`` or ``resolvers``.

        Raises:
            QuotaError: When the run has used up its requests, or is over.
        """
        while True:
            with self._lock:
                now = time.monotonic()
                wait = self._free_at.get(kind, now) - now
                if wait <= 0:
                    self._free_at.pop(kind, None)
                    if self.used >= self._limits.requests:
                        message = f"the run has made the {self._limits.requests:,} requests it may make"
                        raise QuotaError(message, "run it again for the rest")
                    self.used += 1
                    return
            if self._over.wait(wait):
                raise QuotaError("the run is over", "run it again for the rest")

    def stop(self) -> None:
        """Let nobody wait for a turn any longer: the run is over."""
        self._over.set()

    def hold(self, kind: str, seconds: float) -> None:
        """Let no worker ask for so many seconds."""
        with self._lock:
            until = time.monotonic() + seconds
            self._free_at[kind] = max(until, self._free_at.get(kind, until))

    def note(self, headers: Mapping[str, str]) -> None:
        """Read what an answer says is left, and hold on until the next window when that is next to nothing."""
        for kind, remaining, seconds in _LEFT.findall(headers.get("ratelimit", "")):
            with self._lock:
                self._left[kind] = int(remaining)
            if int(remaining) <= RESERVE and int(seconds) <= self._limits.window_seconds:
                self.hold(kind, int(seconds))


def read_wait(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds an answer asks to wait; None when it does not say.

    Args:
        headers: Its headers: ``Retry-After`` (seconds or an HTTP date, RFC 9110 10.2.3) or ``RateLimit``.
        now: For a date; the current time when not given.
    """
    waits: list[float] = [float(t) for _, left, t in _LEFT.findall(headers.get("ratelimit", "")) if left == "0"]
    asked = headers.get("retry-after", "").strip()
    if _SECONDS.fullmatch(asked):
        waits.append(float(asked))
    elif asked:
        try:
            day = parsedate_to_datetime(asked)
        except ValueError:
            return max(waits, default=None)
        day = day if day.tzinfo else day.replace(tzinfo=UTC)
        waits.append(max(0.0, (day - (now or datetime.now(UTC))).total_seconds()))
    return max(waits, default=None)
