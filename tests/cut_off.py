"""Cuts a run off while it writes, again and again, and looks at what it leaves: run as a program by a test.

``killed``: by the signal that nobody can catch. ``full``: by a system that refuses to write more bytes into
a file, as a full disk does. Forks are cheap, so that many moments are tried; each holds the lock anew.
"""

import contextlib
import json
import os
import resource
import shutil
import signal
import sys
import time
from datetime import date
from pathlib import Path

from fetching import FAST, read_tree

from generator import refresh, store
from generator.hub import Hub
from generator.workspace import Workspace


def ask(workspace, endpoint):
    data = store.load(workspace)
    with Hub(endpoint, None, FAST) as hub:
        places = refresh.plan(data, folder=workspace.families)
        return refresh.refresh(hub, places, data, date(2026, 12, 1))


def save_in_a_child(workspace, outcome, *, kill_after=None, most_bytes=None):
    """Return whether the child was cut off."""
    child = os.fork()
    if child == 0:
        if most_bytes is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        with contextlib.suppress(OSError), refresh.hold_lock(workspace):
            refresh.save(workspace, outcome)
            os._exit(0)
        os._exit(1)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] != 0


def visible(tree):
    """Return the files a reader sees: a killed process leaves its temporary file behind, which begins with a dot."""
    return {path: content for path, content in tree.items() if not Path(path).name.startswith(".")}


def main(how, root, endpoint):
    workspace = Workspace(Path(root))
    pristine = workspace.root.parent / "pristine"
    shutil.copytree(workspace.root, pristine)
    old = visible(read_tree(workspace))
    outcome = ask(workspace, endpoint)
    start = time.monotonic()
    save_in_a_child(workspace, outcome)
    whole = time.monotonic() - start
    new = visible(read_tree(workspace))
    ways = (
        [{"kill_after": whole * part / 40} for part in range(40)]
        if how == "killed"
        else [{"most_bytes": size} for size in range(0, 3000, 150)]
    )
    cut_off = partly_new = 0
    for way in ways:
        shutil.rmtree(workspace.root)
        shutil.copytree(pristine, workspace.root)
        cut_off += save_in_a_child(workspace, outcome, **way)
        left = visible(read_tree(workspace))
        if any(content not in (old.get(path), new.get(path)) for path, content in left.items()) or old.keys() - left:
            sys.exit(f"{way}: a file is neither old nor new")
        store.load(workspace)
        partly_new += left not in (old, new)
    # The same outcome again, as the next run would find it: nothing is logged twice, nothing is left out.
    refresh.save(workspace, ask(workspace, endpoint))
    complete = visible(read_tree(workspace)) == new
    sys.stdout.write(json.dumps({"cut_off": cut_off, "partly_new": partly_new, "complete": complete}))


if __name__ == "__main__":
    main(*sys.argv[1:])
