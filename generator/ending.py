"""Ends the program at a signal: what runs is interrupted and removes what it made, and the next signal cuts nothing."""

from __future__ import annotations

import signal
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 2
"""How long after a signal the next ones are taken for the same: a terminal and a supervisor may both send one."""

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_came: list[float] = []


def end_when_told() -> None:
    """Take each signal that ends a program for Ctrl-C, which every command knows how to end at."""
    for number in SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:  # nohup lets it be ignored
            signal.signal(number, _interrupt)
    signal.signal(signal.SIGALRM, _interrupt)
    sys.unraisablehook = _take_up


def list_signals() -> tuple[signal.Signals, ...]:
    """Return the signals that end the program and that this thread may handle: none but the main one handles any."""
    return SIGNALS if threading.current_thread() is threading.main_thread() else ()


@contextmanager
def undisturbed() -> Iterator[list[float]]:
    """Let no signal cut what is undone or removed.

    It has a handler all the time, for Python complains of one that is ignored as it comes.

    Yields:
        When one came meanwhile, but for the one that already ends the program: who goes on behind it has to end.
    """
    held: list[float] = []
    numbers = (*list_signals(), signal.SIGALRM) if list_signals() else ()
    kept = {number: signal.signal(number, lambda *_: held.extend(_note())) for number in numbers}
    try:
        yield held
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def _interrupt(*_: object) -> None:
    if _note():
        raise KeyboardInterrupt


def _note() -> list[float]:
    """Return when a signal came; nothing for one that follows another at once."""
    now = time.monotonic()
    if _came and now - _came[-1] <= SECONDS:
        return []
    _came.append(now)
    return [now]


def _take_up(unraisable: Any) -> None:
    """Interrupt again, a moment later, where Python had to drop the interruption: in the removal of an object, say.

    Nothing else is told: it would be a traceback, and what made the object unfit for its removal failed before.
    """
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        _came.clear()
        signal.setitimer(signal.ITIMER_REAL, 0.05)
