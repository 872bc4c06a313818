"""``catalogue links``: real lychee against sites on this machine that answer, fail, hang and lead astray."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from conftest import call_apart, run
from fetching import lay_out_families
from loopback_sites import serve_sites

from generator import store
from generator.catalogue import list_addresses
from generator.errors import CatalogueError
from generator.links import Limits, ask, find_program
from generator.workspace import EXAMPLE, Workspace

FIRST, SECOND = "2026-11-23", "2026-11-30"
BESIDE = str(Path(sys.executable).parent)
FILE = "data/publishers/org.yaml"
HEADER = (
    "# Written by `catalogue links`; changes made here are lost.\n"
    "# An address is corrected in the file that names it, which people write.\n"
)


@pytest.fixture
def sites(tmp_path):
    with serve_sites(tmp_path) as found:
        yield found


@pytest.fixture
def root(tmp_path):
    """A root with one publisher, whose evidence is what a test wants asked."""
    return lay_out_families(tmp_path / "root", {"model": ["org/model-1b"]}).root


def name(root, *addresses):
    """Write the addresses down as evidence."""
    path = root / FILE
    head = path.read_text().partition("evidence:")[0]
    lines = "".join(f'- {{url: "{address}", shows: hub, checked: null}}\n' for address in addresses)
    path.write_text(f"{head}evidence:{chr(10) if lines else ' []'}{lines}")


def check(root, sites, *words, day=FIRST, code=0, private=True, env=None):
    """Run the command with short waits; the sites are trusted and may be asked."""
    environment = {"SSL_CERT_FILE": str(sites.certificate), "PYTHONWARNINGS": "error", "GITHUB_TOKEN": "secret"}
    words = (*words, "--private") if private else words
    return run("links", "--today", day, "--timeout", "2", *words, root=root, code=code, env=environment | (env or {}))


def read(root):
    return yaml.safe_load((root / "data/links.yaml").read_text())


def test_a_certificate_is_found_from_where_the_command_runs(root, sites):
    shutil.copy(sites.certificate, root / "sites.pem")
    name(root, f"{sites.secure}/200")
    check(root, sites, env={"SSL_CERT_FILE": "sites.pem"})
    assert read(root)["answered"] == [f"{sites.secure}/200"]


@pytest.mark.parametrize("seconds", [0.05, 0.1, 0.2, 0.3, 0.5, 0.8])
def test_a_signal_while_many_sites_are_asked_leaves_no_traceback(root, sites, seconds):
    """Each is asked by a lychee of its own: the first hangs, and the others start and end meanwhile."""
    name(root, *(f"https://127.0.0.{number}:{sites.secure.rpartition(':')[2]}/hang" for number in range(1, 20)))
    command = [sys.executable, "-m", "generator", "links", "--private", "--timeout", "60", "--root", str(root)]
    environment = {**os.environ, "SSL_CERT_FILE": str(sites.certificate)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr.readline() == "Reading data ...\n"
        assert process.stderr.readline().startswith("Asking ")
        time.sleep(seconds)
        for _ in range(3):
            process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert (process.returncode, said) == (1, "\nAborted!\n")


def test_where_open_files_run_out_no_traceback_is_shown(root):
    """Many sites accept a connection and stay silent."""
    with socket.create_server(("", 0), backlog=100) as silent:
        port = silent.getsockname()[1]
        name(root, *(f"https://127.0.0.{host}:{port}/{page}" for host in range(1, 13) for page in range(2)))
        words = f"ulimit -n 48; exec {sys.executable} -m generator links --private --timeout 2 --root {root}"
        done = subprocess.run(["bash", "-c", words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert re.search("newly lost|Too many open files; allow the process more open files", done.stderr)


def test_what_was_found_is_kept_where_nobody_reads_the_report(root, sites):
    name(root, f"{sites.secure}/200")
    command = [sys.executable, "-m", "generator", "links", "--private", "--root", str(root)]
    environment = {**os.environ, "SSL_CERT_FILE": str(sites.certificate)}
    reader, writer = os.pipe()
    os.close(reader)
    subprocess.run(command, env=environment, stdout=writer, stderr=subprocess.DEVNULL, check=False)
    os.close(writer)
    assert read(root)["answered"] == [f"{sites.secure}/200"]


def test_a_check_that_is_told_to_end_leaves_nothing_behind(root, sites, tmp_path):
    name(root, f"{sites.secure}/hang")
    (tmp_path / "tmp").mkdir()
    command = [sys.executable, "-m", "generator", "links", "--private", "--timeout", "60", "--root", str(root)]
    environment = {**os.environ, "SSL_CERT_FILE": str(sites.certificate), "TMPDIR": str(tmp_path / "tmp")}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        while "/hang" not in sites.asked:
            time.sleep(0.01)
        assert list((tmp_path / "tmp").iterdir())
        process.terminate()
        _, said = process.communicate(timeout=30)
    assert "Traceback" not in said
    assert process.returncode
    assert not list((tmp_path / "tmp").iterdir())


def test_every_way_to_answer_and_not_to(root, sites):
    fine = [f"{sites.secure}{end}" for end in ("/200", "/200#part", "/200?a=b&c='d'", "/moved", "/plain", "/200/.")]
    sites.answers = {"/moved": f"{sites.secure}/200", "/plain": f"{sites.plain}/200", "/loop": "/loop"}
    sites.answers |= {"/200?a=b&c=%27d%27": 200, "/200/": 200, "/lost": f"{sites.plain}/404"}
    failing = {
        f"{sites.secure}/404": "404",
        f"{sites.secure}/500": "500",
        f"{sites.secure}/lost": "404",
        f"{sites.secure}/loop": "302",
        f"{sites.secure}/hang": "timeout",
        f"{sites.secure}/drop": "no-connection",
        f"{sites.doubtful}/200": "no-connection",
        "https://127.0.0.1:9/": "no-connection",
    }
    kept_out = [f"{sites.secure}/403", f"{sites.secure}/429"]
    name(root, *fine, *failing, *kept_out, "https://example.org/", "https://no-such-name.invalid/")
    done = check(root, sites, "--force")
    found = read(root)
    assert str(found.pop("as_of")) == FIRST
    assert found["answered"] == sorted(fine)
    assert {url: one["answer"] for url, one in found["failing"].items()} == failing
    assert {str(one["since"]) for one in found["failing"].values()} == {FIRST}
    assert (root / "data/links.yaml").read_text().startswith(HEADER)
    assert done.stdout.startswith(
        f"## Links, {FIRST}\n\n16 addresses asked: 6 answered, 8 did not, 2 kept machines out; 2 not asked.\n"
    )
    assert "\n### Newly failing (8)\n\n- <https://127.0.0.1:" in done.stdout
    assert f"\n- <https://127.0.0.1:9/>: `no-connection`, in `{FILE}`\n" in done.stdout
    assert f"### Keep machines out (2)\n\n- <{kept_out[0]}>, in `{FILE}`\n" in done.stdout
    assert f"### Not asked (2)\n\n- <https://example.org/>, in `{FILE}`\n" in done.stdout
    assert done.stderr.endswith("2 not asked. data/links.yaml: written.\n")
    assert run("check", root=root).stdout == "No problems: 1 families, 1 variants.\n"


def test_a_second_check_that_finds_nothing_new_changes_one_line(root, sites):
    name(root, *(f"{sites.secure}/{end}" for end in (200, 201, 404)))
    check(root, sites)
    before = (root / "data/links.yaml").read_text().splitlines()
    assert "unchanged" in check(root, sites).stderr
    check(root, sites, day=SECOND)
    after = (root / "data/links.yaml").read_text().splitlines()
    assert [pair for pair in zip(before, after, strict=True) if len(set(pair)) > 1] == [
        (f"as_of: {FIRST}", f"as_of: {SECOND}")
    ]


def test_one_fails_since_the_first_check_in_a_row_and_is_named_when_it_answers_again(root, sites):
    good, bad = f"{sites.secure}/200", f"{sites.secure}/page"
    name(root, good, bad)
    sites.answers["/page"] = 500
    check(root, sites)
    sites.answers["/page"] = 404
    report = check(root, sites, day=SECOND).stdout
    assert f"### Failing since earlier (1)\n\n- <{bad}>: `404` since {FIRST}, in `{FILE}`\n" in report
    assert read(root)["failing"][bad]["answer"] == "404"
    sites.answers["/page"] = 200
    report = check(root, sites, day="2026-12-07").stdout
    assert f"### Answer again (1)\n\n- <{bad}>, in `{FILE}`\n" in report
    sites.answers["/page"] = 404
    check(root, sites, day="2026-12-14")
    assert str(read(root)["failing"][bad]["since"]) == "2026-12-14"
    name(root, good)
    check(root, sites, day="2026-12-21")
    assert (read(root)["answered"], read(root)["failing"]) == ([good], {})


@pytest.mark.parametrize("answer", ["drop", 403])
def test_when_most_are_lost_at_once_nothing_is_written(answer, root, sites):
    ends = [f"/{number}" for number in range(200, 206)]
    name(root, *(f"{sites.secure}{end}" for end in ends))
    check(root, sites)
    before = (root / "data/links.yaml").read_bytes()
    sites.answers = dict.fromkeys(ends[:4], answer)
    done = check(root, sites, day=SECOND, code=1)
    assert done.stderr.splitlines()[-2] == (
        "data/links.yaml: 4 of 6 addresses are newly lost, more than 50%; "
        "nothing was written; look at the report, and write all the same with --force"
    )
    assert "**Doubtful**: 4 of 6 addresses are newly lost, more than 50%." in done.stdout
    assert (root / "data/links.yaml").read_bytes() == before
    sites.answers.pop(ends[0])
    check(root, sites, day=SECOND)
    assert len(read(root)["answered"]) == 3


def test_a_first_check_without_a_network_writes_nothing(root, sites):
    name(root, "https://127.0.0.1:9/a", "https://127.0.0.1:9/b")
    assert "2 of 2 addresses are newly lost" in check(root, sites, code=1).stderr
    assert not (root / "data/links.yaml").exists()


def test_without_being_told_so_it_asks_nothing_of_this_machine(root, sites):
    name(root, f"{sites.secure}/200", sites.secure.replace("127.0.0.1", "localhost"))
    check(root, sites, private=False, code=1)
    assert sites.asked == []


def test_an_address_reaches_lychee_as_an_address_only(root, sites):
    """Not as an option, a file, a setting or a command."""
    hostile = [f"{sites.secure}/200?{end}" for end in ("--config=/etc/passwd", "$(touch$IFS/tmp/x)", ";id;'&#", "[]*")]
    name(root, *hostile)
    (root / "lychee.toml").write_text('exclude = [".*"]\n')
    (root / ".lycheeignore").write_text(".*\n")
    paths = ("/200?--config=/etc/passwd", "/200?$(touch$IFS/tmp/x)", "/200?[]*", "/200?;id;%27&")
    sites.answers = dict.fromkeys(paths, 200)
    check(root, sites)
    assert read(root)["answered"] == sorted(hostile)


def test_without_lychee_it_says_where_to_get_it(tmp_path):
    (tmp_path / "lychee").write_text("not to be run\n")
    problem = "lychee: not found, and no other program checks the links; install requirements/dev.txt"
    with pytest.raises(CatalogueError, match=problem):
        find_program(str(tmp_path))


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            "echo '[1m panic' >&2; exit 3",
            "lychee: ended with 3: [1m panic; run it again; if it stays so, open an issue",
        ),
        ("exit 1", "lychee: ended with 1: without a word; run it again; if it stays so, open an issue"),
        ("exec /bin/sleep 60", "lychee: has not ended in 3 seconds; run it again later"),
        ("echo '{'", "lychee: its summary cannot be read; install the version that requirements/dev.txt names"),
    ],
)
def test_a_checker_that_fails_itself_is_an_error(body, problem, tmp_path):
    path = tmp_path / "lychee"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(CatalogueError, match=re.escape(problem)):
        call_apart(ask, ("https://example.org/",), str(path), Limits(total_seconds=3), {})


def test_a_site_that_asks_for_long_waits_takes_no_answers_of_others(sites):
    """Lychee waits a minute between any two requests to it, whatever it answers, and speaks at its end only."""
    slow = [f"{sites.secure}/{number}" for number in range(200, 206)]
    sites.waits = {f"/{number}": "100000" for number in range(200, 206)}
    fine = [f"{sites.secure.replace('127.0.0.1', 'localhost')}/{number}" for number in range(210, 216)]
    limits = Limits(seconds=2, site_seconds=10, private=True)
    found = call_apart(ask, (*slow, *fine), find_program(BESIDE), limits, {"SSL_CERT_FILE": str(sites.certificate)})
    assert {address: finding.state for address, finding in found.items()} == dict.fromkeys(fine, "answered")


def test_what_a_site_answered_before_it_took_too_long_is_kept(sites, monkeypatch):
    monkeypatch.setattr("generator.links.checker.TOGETHER", 1)
    addresses = [f"{sites.secure}/{end}" for end in ("200", "404", "hang", "201")]
    limits = Limits(seconds=60, site_seconds=6, private=True)
    found = call_apart(ask, addresses, find_program(BESIDE), limits, {"SSL_CERT_FILE": str(sites.certificate)})
    assert [(address, found[address].state) for address in found] == [
        (addresses[0], "answered"),
        (addresses[1], "failing"),
    ]


def test_lychee_sees_no_variable_but_the_way_through_the_guard(tmp_path):
    path, seen = tmp_path / "lychee", tmp_path / "seen"
    path.write_text(f"#!/bin/sh\n/usr/bin/env > {seen}\necho '{{}}'\n")
    path.chmod(0o755)
    variables = {"GITHUB_TOKEN": "x", "SSL_CERT_FILE": "y"}
    assert call_apart(ask, ("https://example.org/",), str(path), Limits(), variables) == {}
    names = {line.partition("=")[0] for line in seen.read_text().splitlines()}
    assert {name for name in names if not name.upper().endswith("_PROXY")} <= {"SSL_CERT_FILE", "PWD", "SHLVL", "_"}
    assert {"SSL_CERT_FILE", "HTTPS_PROXY", "HTTP_PROXY"} <= names
    assert "NO_PROXY" not in names


def test_every_address_that_people_wrote_is_found_with_its_files():
    found = list_addresses(store.load(Workspace(EXAMPLE.root)))
    family = "data/families/example.yaml"
    assert found == {
        "https://example.org/": (family, "data/publishers/example.yaml"),
        "https://example.org/about": ("data/publishers/example.yaml",),
        "https://example.org/code": (family,),
        "https://example.org/correction": (family,),
        "https://example.org/license": (family, "data/licenses/example.yaml"),
    }
    assert list(found) == sorted(found)
