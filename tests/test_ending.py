"""How the program takes the signals that end it."""

import asyncio
import signal
import subprocess
import sys

import pytest
from conftest import call_apart

from generator.links.loop import run_together

START = "import signal, time\nfrom generator.ending import end_when_told\nend_when_told()\n"
DROPPED = """\
class Dropped:
    def __del__(self):
        signal.raise_signal(signal.{})
try:
    Dropped()
    time.sleep(20)
except KeyboardInterrupt:
    print("ended")
"""
REPEATED = """\
count = 0
for pause in (0, 0, 2.2):
    time.sleep(pause)
    try:
        signal.raise_signal(signal.{})
    except KeyboardInterrupt:
        count += 1
print("ended" if count == 2 else count)
"""


TOGETHER = """\
import os
try:
    signal.pthread_sigmask(signal.SIG_BLOCK, {{signal.SIGTERM, signal.{0}}})
    for number in (signal.SIGTERM, signal.{0}):
        os.kill(os.getpid(), number)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {{signal.SIGTERM, signal.{0}}})
    time.sleep(20)
except KeyboardInterrupt:
    time.sleep(0.1)
    print("ended")
"""


UNDISTURBED = """\
from generator.ending import undisturbed
whole = []
try:
    with undisturbed() as came:
        signal.raise_signal(signal.{0})
        signal.raise_signal(signal.{0})
        whole.append(1)
    assert len(came) == 1
    time.sleep(2.2)
    signal.raise_signal(signal.{0})
except KeyboardInterrupt:
    with undisturbed() as came:
        signal.raise_signal(signal.{0})
    print("ended" if (whole, came) == ([1], []) else whole)
"""


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("code", [UNDISTURBED, DROPPED, REPEATED, TOGETHER])
def test_a_signal_that_python_drops_is_taken_up_and_one_that_follows_at_once_is_not(code, number):
    """Python lets no exception pass out of the removal of an object."""
    done = subprocess.run(
        [sys.executable, "-c", START + code.format(number)], capture_output=True, text=True, check=False, timeout=15
    )
    assert (done.stdout, done.stderr) == ("ended\n", "")


def test_a_signal_before_there_is_anything_to_undo_just_ends_the_process():
    code = "import signal, generator.__main__\nsignal.raise_signal(signal.SIGINT)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=15)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


NO_LOOP = """\
import resource
from generator.links.loop import run
async def work():
    print("ran")
resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))
try:
    run(work())
except OSError as error:
    print(error.strerror)
"""


def test_none_of_the_works_goes_on_when_one_fails():
    ended = []

    async def wait():
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(True)

    async def fail():
        await asyncio.sleep(0.05)
        raise ValueError("one fails")

    with pytest.raises(ValueError, match="one fails"):
        call_apart(asyncio.run, run_together([wait(), fail(), wait()]))
    assert ended == [True, True]


NO_GUARD = """\
import os, resource
from generator.links.guard import Guard
from generator.links.loop import run
async def work():
    resource.setrlimit(resource.RLIMIT_NOFILE, (os.dup(0) + 1,) * 2)
    async with Guard(1).listen():
        print("listens")
try:
    run(work())
except OSError as error:
    print(error.strerror)
"""


@pytest.mark.parametrize("code", [NO_LOOP, NO_GUARD])
def test_a_loop_or_a_guard_that_cannot_be_made_is_one_error(code):
    done = subprocess.run([sys.executable, "-c", START + code], capture_output=True, text=True, check=False, timeout=15)
    assert (done.stdout, done.stderr) == ("Too many open files\n", "")
