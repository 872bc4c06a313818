"""Measures a refresh: 1,000 repositories of a Hub on this machine that takes 30 ms for each answer.

Run it with ``python -m tests.bench_fetch``. The plain loop beside it makes as many requests one after the
other, with ``HfApi.model_info``: once expanded and once with the sizes of files, for each repository.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

TESTS = Path(__file__).parent
REPOS = 1000
ORGANIZATIONS = 20
LATENCY_SECONDS = 0.03
DAY = date(2026, 11, 24)


def name_repos():
    """Return the families of the benchmark with their repositories."""
    each = REPOS // ORGANIZATIONS
    return {f"family-{org}": [f"org{org}/model-{number}b" for number in range(each)] for org in range(ORGANIZATIONS)}


def serve():
    """Run the Hub in a process of its own until standard input ends."""
    sys.path.insert(0, str(TESTS))
    from loopback_hub import LoopbackHub  # noqa: PLC0415  only this process needs it

    hub = LoopbackHub(latency=LATENCY_SECONDS)
    for repos in name_repos().values():
        for repo in repos:
            hub.add(repo)
    hub.start()
    certificate = hub.authority.cert_pem.bytes().decode()
    sys.stdout.write(json.dumps({"endpoint": hub.endpoint, "certificate": certificate}) + "\n")
    sys.stdout.flush()
    for _ in sys.stdin:
        sys.stdout.write(json.dumps({"requests": len(hub.requests)}) + "\n")
        sys.stdout.flush()
    hub.stop()


def loop(endpoint):
    """Ask for all repositories one after the other, as a plain script would."""
    from huggingface_hub import HfApi  # noqa: PLC0415  only this process needs it

    sys.path.insert(0, str(TESTS.parent))
    from generator.hub import EXPAND  # noqa: PLC0415  likewise

    api = HfApi(endpoint=endpoint, token=False)
    start = time.perf_counter()
    for repos in name_repos().values():
        for repo in repos:
            api.model_info(repo, expand=list(EXPAND))
            api.model_info(repo, files_metadata=True)
    sys.stdout.write(json.dumps({"seconds": time.perf_counter() - start}))


def run(*words, environment):
    """Run a command; return its seconds, largest memory in MB and output."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with process.stdout:
        output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words} ended with {process.returncode}\n{output}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024, output


def main():
    """Print the figures as a table."""
    sys.path.insert(0, str(TESTS))
    from fetching import lay_out_families  # noqa: PLC0415  found only now

    server = subprocess.Popen(
        [sys.executable, __file__, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    started = json.loads(server.stdout.readline())

    def count_requests():
        server.stdin.write("\n")
        server.stdin.flush()
        return json.loads(server.stdout.readline())["requests"]

    with server, tempfile.TemporaryDirectory() as folder:
        certificate = Path(folder) / "authority.pem"
        certificate.write_text(started["certificate"])
        workspace = lay_out_families(Path(folder) / "root", name_repos())
        environment = {
            **os.environ,
            "SSL_CERT_FILE": str(certificate),
            "HF_HOME": folder,
            "PYTHONPATH": str(TESTS.parent),
        }
        fetch = ("-m", "generator", "fetch", "--root", str(workspace.root), "--endpoint", started["endpoint"])
        rows = []
        for title, words in (
            ("plain loop of model_info, two each", (__file__, "loop", started["endpoint"])),
            ("fetch, nothing known", (*fetch, "--today", DAY.isoformat())),
            ("fetch, unchanged, same week", (*fetch, "--today", DAY.isoformat())),
            ("fetch, unchanged, next week", (*fetch, "--today", (DAY + timedelta(days=7)).isoformat())),
        ):
            before = count_requests()
            seconds, megabytes, _ = run(*words, environment=environment)
            rows.append((title, seconds, count_requests() - before, megabytes))
        server.stdin.close()
    sys.stdout.write(f"{REPOS:,} repositories of {ORGANIZATIONS} organizations, {LATENCY_SECONDS * 1000:.0f} ms each\n")
    for title, seconds, requests, megabytes in rows:
        times = rows[0][1] / seconds
        sys.stdout.write(f"{title:36} {seconds:7.1f} s {requests:6,} requests {megabytes:5.0f} MB {times:6.1f} x\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve()
    elif sys.argv[1:2] == ["loop"]:
        loop(sys.argv[2])
    else:
        main()
