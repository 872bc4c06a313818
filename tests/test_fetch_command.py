"""``catalogue fetch`` as a user runs it: exit codes, messages, and runs that are cut off."""

import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from conftest import run
from fetching import REPOS, fetch, read_tree, run_fetch
from loopback_hub import GOOD_TOKEN

from generator import store
from generator.refresh import hold_lock

CUT_OFF = Path(__file__).parent / "cut_off.py"


def test_wrong_usage_exits_2(unfetched, hub):
    done = run_fetch(unfetched.root, hub, "--shard", "3/2", code=2)
    assert "'3/2' is not I/N with I from 1 to N" in done.stderr


def test_offline_says_so_and_changes_nothing(unfetched, hub):
    before = read_tree(unfetched)
    done = run_fetch(unfetched.root, hub, code=1, env={"HF_HUB_OFFLINE": "1"})
    assert "data/hub: HF_HUB_OFFLINE is set, so the Hub is not asked; unset it to fetch" in done.stderr
    assert read_tree(unfetched) == before
    assert hub.requests == []


def test_no_network_says_so_and_changes_nothing(unfetched, hub):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers here
        address = f"https://127.0.0.1:{taken.getsockname()[1]}"
        before = read_tree(unfetched)
        done = run_fetch(unfetched.root, hub, "--endpoint", address, code=1)
    assert re.search(r"data/hub: no connection to 127\.0\.0\.1: .*refused; check the network, HF_ENDPOINT", done.stderr)
    assert read_tree(unfetched) == before


NO_ADDRESSES = (
    "x",
    "https://[::1",
    "https://127.0.0.1:x",
    "https://..",
    f"https://{'a' * 70_000}.org",
    "https://a\nb",
    "https://",
    "https://[",
    "https://127.0.0.1:99999",
    "https://[:::]",
    "https://a:b@c.org",
    "ftp://a.org",
    "https://a.org/?q",
    " ",
    "https://999.1.1.1",
    "https://256.256.256.256:80/x",
)
WITH_PASSWORDS = (
    "https://user:secret@a.org",
    "https://user:sec@secret@a.org",
    "https://user:secret@a\u2100.org",
    "https://user:secret@[a.org",
    "https://a.org/?token=secret",
    "secret@",
    "https://a.org#secret",
)
ASK_EACH = """
import json, sys
from generator.cli import catalogue, report_failure
for address in json.loads(sys.argv[2]):
    try:
        catalogue(["fetch", "--root", sys.argv[1], "--endpoint", address], standalone_mode=False)
    except Exception as error:
        print(report_failure(error), file=sys.stderr)
"""


def test_an_address_that_is_none_is_named_without_its_password(unfetched):
    before = read_tree(unfetched)
    addresses = json.dumps(NO_ADDRESSES + WITH_PASSWORDS)
    command = [sys.executable, "-c", ASK_EACH, str(unfetched.root), addresses]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "HF_ENDPOINT": ""})
    answers = re.split(r"^([0-9])$\n", done.stderr, flags=re.MULTILINE)
    assert set(answers[1::2]) == {"1"}
    assert len(answers[::2]) == len(NO_ADDRESSES + WITH_PASSWORDS) + 1
    assert not [said for said in answers[:-1:2] if "is no address of a Hub; write it as https" not in said]
    assert "secret" not in done.stdout + done.stderr
    assert read_tree(unfetched) == before


@pytest.mark.parametrize("address", NO_ADDRESSES + WITH_PASSWORDS)
def test_a_variable_that_holds_no_address_is_named_without_its_password(unfetched, address):
    """The Hub's client reads it, too, and refuses some in its own words."""
    before = read_tree(unfetched)
    command = [sys.executable, "-m", "generator", "fetch", "--root", str(unfetched.root)]
    env = {**os.environ, "HF_ENDPOINT": address}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert done.returncode in {1, 2}
    assert not [word for word in ("secret", "Traceback") if word in done.stdout + done.stderr]
    assert "is no address of a Hub; write it as https" in done.stderr or "correct one of HF_ENDPOINT" in done.stderr
    assert read_tree(unfetched) == before


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_certificates_that_cannot_be_read_are_named(unfetched, hub, tmp_path, content):
    path = tmp_path / "trusted.pem"
    if content is not None:
        path.write_bytes(content)
    done = run_fetch(unfetched.root, hub, code=1, env={"SSL_CERT_FILE": str(path)})
    assert f"data/hub: no certificates can be read from {path}: " in done.stderr
    assert "; name a file of certificates in SSL_CERT_FILE, or unset it" in done.stderr
    assert hub.requests == []


@pytest.mark.parametrize("kind", ["device", "pipe", "large"])
def test_a_file_without_end_is_not_read(unfetched, hub, tmp_path, kind):
    path = Path("/dev/zero") if kind == "device" else tmp_path / "named"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "large":
        with path.open("wb") as file:
            file.truncate(1 << 32)
    done = run_fetch(unfetched.root, hub, code=1, env={"HF_TOKEN": "", "HF_TOKEN_PATH": str(path)})
    assert "data/hub: the stored token cannot be read (OSError); set HF_TOKEN" in done.stderr
    done = run_fetch(unfetched.root, hub, code=1, env={"SSL_CERT_FILE": str(path)})
    assert f"data/hub: no certificates can be read from {path}: " in done.stderr
    assert hub.requests == []


@pytest.mark.parametrize("where", ["elsewhere", "here"])
def test_no_token_is_asked_for(unfetched, hub, stranger, where):
    """A login of a workflow, and one that has run out: the client would exchange both for a token of an hour."""
    endpoint = stranger.endpoint if where == "elsewhere" else hub.endpoint
    home = Path(os.environ["HF_HOME"])
    home.mkdir()
    (home / "token").write_text(GOOD_TOKEN)
    (home / "stored_tokens").write_text(f"[a]\nhf_token = {GOOD_TOKEN}\nrefresh_token = secret\nexpires_at = 1\n")
    env = {"HF_OIDC_RESOURCE": "user/x", "HF_OIDC_ID_TOKEN": "secret", "HF_ENDPOINT": endpoint}
    run_fetch(unfetched.root, None, "--endpoint", hub.endpoint, env=env)
    assert {(target.partition(":")[0], token) for target, _, token in hub.requests if "config" not in target} <= {
        (target, f"Bearer {GOOD_TOKEN}") for target in ("list", *REPOS)
    }
    assert (stranger.requests, hub.posted, stranger.posted) == ([], [], [])
    assert (home / "token").read_text() == GOOD_TOKEN


@pytest.mark.parametrize("closed", ["", "1>&-", "1>&- 2>&-"])
def test_an_interrupt_ends_a_fetch_whose_output_is_closed(unfetched, hub, closed):
    hub.faults = {repo: ["silent", "*"] for repo in REPOS}
    hub.faults["list:org"] = ["silent", "*"]
    script = f'exec "$0" -m generator fetch --root "$1" {closed}'
    command = ["sh", "-c", script, sys.executable, str(unfetched.root)]
    env = {**os.environ, "HF_ENDPOINT": hub.endpoint}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as running:
        end = time.monotonic() + 60
        while not hub.requests and time.monotonic() < end:
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in said


def test_the_client_says_nothing_of_its_variables(unfetched, hub):
    done = run_fetch(unfetched.root, hub, env={"HF_HUB_VERBOSITY": "\x1b[31m"})
    assert "\x1b" not in done.stdout + done.stderr


def test_an_empty_option_is_no_address_and_an_empty_variable_is_none_at_all(unfetched, hub):
    done = run_fetch(unfetched.root, hub, "--endpoint", "", code=1)
    assert "data/hub: '' is no address of a Hub" in done.stderr
    run_fetch(unfetched.root, hub, "--endpoint", hub.endpoint, env={"HF_ENDPOINT": ""})


@pytest.mark.parametrize("name", ["HF_HUB_ETAG_TIMEOUT", "HF_HUB_DOWNLOAD_TIMEOUT"])
@pytest.mark.parametrize("words", [("fetch",), ("discover",), ("join-shards",)])
def test_a_variable_that_the_client_refuses_is_named(unfetched, name, words):
    done = run(*words, root=unfetched.root, code=2, env={name: "abc"})
    assert "the Hub's client cannot be loaded: invalid literal for int() with base 10: 'abc'" in done.stderr
    assert name in done.stderr


def test_a_token_that_is_none_is_never_sent_nor_shown(unfetched, hub, tmp_path):
    done = run_fetch(unfetched.root, hub, code=1, env={"HF_TOKEN": "hf_\u00e9"})
    assert "data/hub: what HF_TOKEN or the stored token holds is no token" in done.stderr
    assert "\u00e9" not in done.stderr
    (tmp_path / "home").mkdir()
    (tmp_path / "home/token").write_bytes(b"hf_\xff")
    done = run_fetch(unfetched.root, hub, code=1, env={"HF_HOME": str(tmp_path / "home")})
    assert "data/hub: the stored token cannot be read (UnicodeDecodeError); set HF_TOKEN" in done.stderr
    assert hub.requests == []


def test_an_unknown_certificate_is_no_connection(unfetched, hub):
    done = run_fetch(unfetched.root, hub, code=1, env={"SSL_CERT_FILE": ""})
    assert "no connection to 127.0.0.1: [SSL: CERTIFICATE_VERIFY_FAILED]" in done.stderr
    assert hub.requests == []


def test_a_wrong_token_is_named_and_nothing_is_missing(unfetched, hub):
    fetch(unfetched, hub)
    before = read_tree(unfetched)
    done = run_fetch(unfetched.root, hub, code=1, env={"HF_TOKEN": "hf_wrong"})
    assert "data/hub: the Hub refuses the token in HF_TOKEN; make a new read-only token" in done.stderr
    assert "hf_wrong" not in done.stdout + done.stderr
    assert read_tree(unfetched) == before


def test_a_good_token_is_sent_and_opens_gated_files(unfetched, hub):
    hub.models[REPOS[0]].update(gated="auto")
    fetch(unfetched, hub)
    assert store.load(unfetched).hub[REPOS[0]].architecture is None
    run_fetch(unfetched.root, hub, "--today", "2026-12-01", env={"HF_TOKEN": GOOD_TOKEN})
    assert store.load(unfetched).hub[REPOS[0]].architecture.layers == 36
    assert hub.requests[-1][2] == f"Bearer {GOOD_TOKEN}"


def test_doubtful_losses_are_written_only_with_force(unfetched, hub):
    fetch(unfetched, hub)
    before = read_tree(unfetched)
    hub.faults |= {repo: ["404", "*"] for repo in REPOS[:3]}
    words = ("--today", "2026-12-01")
    done = run_fetch(unfetched.root, hub, *words, code=1)
    assert (
        "data/hub: 3 of 12 repositories are newly missing or failed, more than 10%; nothing was written; "
        "look at the report, and write all the same with --force" in done.stderr
    )
    assert "**Doubtful**" in done.stdout
    assert read_tree(unfetched) == before
    run_fetch(unfetched.root, hub, *words, "--force")
    assert store.load(unfetched).hub[REPOS[0]].missing_since == date(2026, 12, 1)


def test_a_failed_repository_exits_1_and_the_others_are_written(unfetched, hub):
    hub.faults[REPOS[3]] = ["html", "*"]
    done = run_fetch(unfetched.root, hub, code=1)
    assert "### Failed: the older record stays (1)" in done.stdout
    assert (
        "- [org/model-4b](https://huggingface.co/org/model-4b): answered with something that is not JSON" in done.stdout
    )
    assert len(store.load(unfetched).hub) == 11


def test_a_long_wait_exits_1_and_says_when_to_come_back(unfetched, hub):
    hub.faults[REPOS[-1]] = ["429-long", "*"]
    done = run_fetch(unfetched.root, hub, code=1)
    message = "the Hub's quota is used up; it asks to come back in 86,400 seconds; run it again then"
    assert message in done.stderr
    assert f"**Stopped early**: {message}" in done.stdout
    assert store.load(unfetched).hub


@pytest.mark.parametrize(("day", "week"), [("2000-01-01", "1999-W52"), ("2100-12-31", "2100-W52")])
def test_each_day_that_a_record_may_hold_can_be_that_of_a_run(unfetched, hub, day, week):
    run_fetch(unfetched.root, hub, "--today", day)
    data = store.load(unfetched)
    assert {row.week for rows in data.usage.values() for row in rows} == {week}
    assert {change.day.isoformat() for change in data.changes} == {day}
    run("check", root=unfetched.root)


def test_a_second_run_is_refused_while_one_is_running(unfetched, hub):
    with hold_lock(unfetched):
        done = run_fetch(unfetched.root, hub, code=1)
    assert "data/.refresh.lock: another refresh of this folder is running; wait until it has ended" in done.stderr
    assert hub.requests == []


@pytest.mark.parametrize("how", ["killed", "full"])
def test_a_run_that_is_cut_off_leaves_every_file_old_or_new(unfetched, hub, how):
    fetch(unfetched, hub)
    for model in hub.models.values():
        model.update(sha="a" * 40, pipeline_tag="any-to-any", gated="auto")
    command = [sys.executable, CUT_OFF, how, str(unfetched.root), hub.endpoint]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["cut_off"] >= 5
    assert found["partly_new"] >= (1 if how == "killed" else 0)  # a full disk ends a run at its first, largest file
    assert found["complete"] is True


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("command", ["fetch", "discover"])
def test_an_interrupted_run_ends_though_the_hub_is_silent(unfetched, hub, command, times):
    hub.faults = {target: ["silent", "*"] for target in [*REPOS, "list:org"]}
    before = read_tree(unfetched)
    words = (command, "--root", str(unfetched.root), "--endpoint", hub.endpoint)
    process = subprocess.Popen([sys.executable, "-m", "generator", *words], stderr=subprocess.PIPE, text=True)
    while len(hub.requests) < (4 if command == "fetch" else 1):
        time.sleep(0.01)
    for _ in range(times):
        process.send_signal(signal.SIGINT)
        time.sleep(0.01)
    _, said = process.communicate(timeout=15)  # a silent Hub would hold a request for 20 seconds, and a run for 90
    assert said.splitlines() == [
        "Reading data ..." if command == "fetch" else "Asking the Hub ...",
        *(["Asking the Hub ..."] if command == "fetch" else []),
        "Interrupted: every file is whole, old or new; run it again for the rest.",
    ]
    assert process.returncode == 130
    assert read_tree(unfetched) == before


def test_a_run_ends_with_its_terminal_though_the_hub_is_silent(unfetched, hub):
    hub.faults = {target: ["silent", "*"] for target in REPOS}
    screen, mine = pty.openpty()
    words = ("fetch", "--root", str(unfetched.root), "--endpoint", hub.endpoint)
    command = ["setsid", "--ctty", sys.executable, "-m", "generator", *words]
    process = subprocess.Popen(command, stdin=mine, stdout=mine, stderr=mine)
    os.close(mine)
    while len(hub.requests) < 4:
        time.sleep(0.01)
    os.close(screen)
    assert process.wait(timeout=15) == 130


def test_what_was_learnt_is_kept_though_nobody_reads_the_report(unfetched, hub):
    words = ("fetch", "--root", str(unfetched.root), "--endpoint", hub.endpoint)
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "generator", *words]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(list(unfetched.hub.rglob("*.yaml"))) == len(REPOS)


def test_a_system_that_refuses_threads_is_said_without_a_traceback(unfetched, hub):
    before = read_tree(unfetched)
    code = "import threading; threading.stack_size(1 << 46); from generator.__main__ import main; main()"
    words = ("fetch", "--root", str(unfetched.root), "--endpoint", hub.endpoint)
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "catalogue: can't start new thread; allow the process more threads, or more memory"
    )
    assert read_tree(unfetched) == before


def test_a_full_disk_is_said_without_a_traceback(unfetched, hub):
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))"
    code = f"{limit}; import sys; from generator.cli import main; main()"
    words = ("fetch", "--root", str(unfetched.root), "--endpoint", hub.endpoint)
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "Traceback" not in done.stderr
