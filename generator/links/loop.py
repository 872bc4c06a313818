"""Runs an event loop that a signal ends in order: an exception in the midst of it would leave its tasks behind."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any, TypeVar

from generator.ending import list_signals

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns.

    Args:
        work: The coroutine; the first signal that ends a program cancels it, and later ones nothing more.

    Raises:
        KeyboardInterrupt: When it was cancelled, and all it started has ended.
        OSError: When there can be no loop.
    """
    numbers = list_signals()
    kept = {number: signal.getsignal(number) for number in numbers}
    try:
        with asyncio.Runner() as runner:
            runner.get_loop()  # fails where open files run out, and is the first that does
            return runner.run(_cancel_when_told(work, numbers))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        work.close()  # it may not have begun, of which Python would complain
        for number, handler in kept.items():
            signal.signal(number, handler)


async def run_together(works: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Run coroutines side by side; when one fails, or all are cancelled, none goes on behind that."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _cancel_when_told(work: Coroutine[Any, Any, T], numbers: Iterable[signal.Signals]) -> T:
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    # It would print a traceback where open files run out, each second; what matters ends the work by its own error.
    loop.set_exception_handler(lambda *_: None)
    for number in numbers:
        if task is not None and signal.getsignal(number) != signal.SIG_IGN:  # nohup lets it be ignored
            loop.add_signal_handler(number, _cancel, task)
    return await work


def _cancel(task: asyncio.Task[Any]) -> None:
    if not task.cancelling():
        task.cancel()
