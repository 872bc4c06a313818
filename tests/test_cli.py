"""Every command as a user runs it: a real process, its exit code and its words."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from conftest import PROJECT, TODAY, free_port, run

from generator.store.histories import COLUMNS


def test_check_of_sound_data(small):
    assert run("check", root=small).stdout == "No problems: 3 families, 7 variants.\n"


def test_check_names_hidden_files_that_git_acts_upon(small):
    (small / "data/hub/org").mkdir(parents=True)
    for name in (".gitattributes", "hub/.gitignore", "hub/org/.GITMODULES", ".mailmap"):
        (small / "data" / name).write_text("*\n")
    for name in (".refresh.lock", "families/.llama.yaml.abcd1234", "families/.llama.yaml.swp"):
        (small / "data" / name).touch()
    done = run("check", root=small, code=1)
    said = "a hidden file that changes what git takes and shows; remove it; no command writes one"
    names = (".gitattributes", ".mailmap", "hub/.gitignore", "hub/org/.GITMODULES")
    assert done.stderr.splitlines()[-5:] == [*(f"data/{name}: {said}" for name in names), "4 problems."]


def test_check_of_wrong_data_names_every_problem_and_exits_1(small):
    path = small / "data/families/deepseek.yaml"
    path.write_text(path.read_text().replace("purpose: ocr", "purpose: orc").replace("homepage:", "homepge:"))
    done = run("check", root=small, code=1)
    assert done.stdout == ""
    assert done.stderr.splitlines()[1:] == [
        "data/families/deepseek.yaml:4:1: homepge: unknown key; did you mean 'homepage'?",
        "data/families/deepseek.yaml:22:3: series[1].purpose: 'orc' is not in the list; did you mean 'ocr'?",
        "2 problems.",
    ]


def test_check_as_json(small):
    assert json.loads(run("check", "--json", root=small).stdout) == []
    (small / "data/families/x.yaml").write_text("title: x\ntitle: z\n")
    assert json.loads(run("check", "--json", root=small, code=1).stdout) == [
        {
            "path": "data/families/x.yaml",
            "line": 2,
            "column": 1,
            "field": "",
            "message": "key 'title' stands twice (first in line 1)",
            "fix": "keep one of them",
        }
    ]


def test_numbers_that_contradict_fail_the_check_and_not_the_build(small):
    path = small / "data/reported/xinference.yaml"
    path.write_text(path.read_text().replace("parameters_active: 37000000000", "parameters_active: 999000000000"))
    done = run("check", root=small, code=1)
    assert "data/reported/xinference.yaml:16:5: repos.deepseek-ai/DeepSeek-R1.parameters_active: 999" in done.stderr
    run("render", root=small)
    page = (small / "docs/families/deepseek/deepseek-r1/index.md").read_text()
    assert '<dt>Parameters</dt><dd><span class="unknown">not known</span></dd>' in page


def test_wrong_usage_exits_2(small, tmp_path):
    assert "holds no mkdocs.yml: name the catalogue's folder with --root" in run("check", root=tmp_path, code=2).stderr
    assert "No such command" in run("chekc", root=small, code=2).stderr
    assert "'soon' is not a day as YYYY-MM-DD" in run("render", "--today", "soon", root=small, code=2).stderr


@pytest.mark.parametrize(
    ("command", "day"),
    [("render", "0999-01-01"), ("build", "1969-12-31"), ("serve", "2106-02-08"), ("render", "9999-12-31")],
)
def test_a_day_far_away_is_wrong_usage(small, command, day):
    done = run(command, "--today", day, root=small, code=2)
    assert f"{day} is not between 1970-01-01 and 2100-12-31" in done.stderr


@pytest.mark.parametrize("words", [("fetch",), ("links",), ("new", "family", "tiny", "--repo", "openai/tiny-1")])
def test_a_day_that_no_record_may_hold_is_wrong_usage(small, words):
    for day in ("1970-01-01", "1999-12-31", "2101-01-01"):
        done = run(*words, "--today", day, root=small, code=2)
        assert f"{day} is not between 2000-01-01 and 2100-12-31" in done.stderr


@pytest.mark.parametrize("epoch", ["x", "1e9", "-1", "4294967296", "99999999999"])
def test_an_odd_source_date_is_wrong_usage_with_and_without_a_day(small, epoch):
    for words in ((), ("--today", "2026-11-24")):
        done = run("build", *words, root=small, code=2, env={"SOURCE_DATE_EPOCH": epoch})
        assert f"SOURCE_DATE_EPOCH is '{epoch}', not a number of seconds since 1970" in done.stderr


@pytest.mark.parametrize(("day", "epoch"), [("2100-12-31", ""), ("1970-01-01", ""), ("2026-11-24", "4133894400")])
def test_the_first_and_the_last_day_are_built(small, day, epoch):
    run("build", "--today", day, root=small, env={"SOURCE_DATE_EPOCH": epoch})


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "utf-8:strict"])
def test_no_encoding_ends_the_program(small, encoding):
    (small / "data/licenses/\udcff.yaml").touch()
    path = small / "data/families/llama.yaml"
    path.write_text(path.read_text().replace("purpose: general", "purpose: \u901a\u4e49", 1))
    env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    assert "is not in the list" in run("check", root=small, code=1, env=env).stderr
    problems = json.loads(run("check", "--json", root=small, code=1, env=env).stdout)
    assert any("\u901a\u4e49" in problem["message"] for problem in problems)
    assert any(problem["path"] == "data/licenses/\udcff.yaml" for problem in problems)


def test_json_is_ascii(small):
    path = small / "data/families/llama.yaml"
    path.write_text(path.read_text().replace("purpose: general", "purpose: '##[error]\u901a\u4e49'", 1))
    said = run("check", "--json", root=small, code=1).stdout
    assert said.isascii()
    assert "##[" not in said
    assert "'##[error]\u901a\u4e49' is not in the list" in {problem["message"] for problem in json.loads(said)}


def test_a_root_whose_name_is_no_text_is_checked(small):
    root = small.rename(small.with_name("r\udcff"))
    env = {"PYTHONIOENCODING": "utf-8:strict"}
    assert run("check", root=root, env=env).stdout.startswith("No problems")
    run("build", root=root, env=env)


def test_build_says_where_the_site_is(small):
    done = run("build", "--today", TODAY.isoformat(), "--site", "out", root=small)
    pages = sum(1 for _ in (small / "out").rglob("index.html"))
    assert re.fullmatch(rf"Built {pages} pages in \d+\.\d s: .*/out/index\.html\n", done.stdout)
    assert (small / "out/families/llama/index.html").is_file()


def test_a_build_that_fails_keeps_the_older_site(small):
    run("build", root=small)
    before = (small / "site/index.html").read_bytes()
    (small / "docs/contribute/index.md").write_text("# Contribute\n\n[nowhere](missing.md)\n")
    done = run("build", root=small, code=1)
    assert "missing.md" in done.stderr
    assert (small / "site/index.html").read_bytes() == before
    assert not [path for path in small.iterdir() if path.name.startswith(".site")]


def test_a_flood_of_problems_is_cut(small):
    for name in ("flood", "tide"):
        (small / f"data/families/{name}.yaml").write_text("".join(f"k{number}: 1\n" for number in range(3000)))
    said = run("check", root=small, code=1).stderr.splitlines()
    assert "data/families/flood.yaml: 2,004 more problems; correct the others first" in said
    assert len(said) == 1002
    assert said[-1] == "2,002 problems; only the first 1,000 are shown."
    told = json.loads(run("check", "--json", root=small, code=1).stdout)
    assert len(told) == 1001
    assert (told[-1]["message"], told[-1]["fix"]) == ("1,002 more problems", "correct the others first")


def test_a_file_of_wrong_rows_is_read_up_to_a_bound(small):
    path = small / "data/usage/llama.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(",".join(COLUMNS) + "\n" * 5000)
    said = run("check", root=small, code=1).stderr.splitlines()
    assert "data/usage/llama.csv:2: a row that cannot be read" in said[1]
    assert said[-1] == "1,001 problems; only the first 1,000 are shown."


def test_report_needs_a_file_where_there_is_no_package(small):
    done = run("report", "llmfit", root=small, code=1)
    assert "llmfit model list has no package to read; name a facts file with --file" in done.stderr


def test_report_refuses_a_file_of_another_kind(small, tmp_path):
    before = (small / "data/reported/llmfit.yaml").read_bytes()
    (tmp_path / "facts.json").write_text("[1, 2")
    done = run("report", "llmfit", "--file", str(tmp_path / "facts.json"), root=small, code=1)
    assert "not a facts file" in done.stderr
    assert (small / "data/reported/llmfit.yaml").read_bytes() == before


def test_output_in_a_log_is_plain_lines(small):
    done = run("render", root=small)
    assert done.stderr == "Reading data ...\nRendering pages ...\n"
    assert "\x1b" not in done.stdout + done.stderr


def test_help_names_every_command():
    done = subprocess.run([sys.executable, "-m", "generator", "--help"], capture_output=True, text=True, check=True)
    for command in ("check", "render", "build", "serve", "new", "report", "fetch", "discover"):
        assert re.search(rf"^  {command} ", done.stdout, re.MULTILINE)


STEERING = "x\x1b[31m\n::error::pwn\x07"


@pytest.mark.parametrize(
    "words",
    [("check", STEERING), ("schema", STEERING), ("build", "--today", STEERING), (STEERING,), ("check", f"--{STEERING}"),
     ("report", STEERING), ("diff", STEERING, STEERING), ("apply-patch", STEERING), ("new", "family", STEERING),
     ("fetch", "--shard", STEERING), ("report", "mteb", "--file", STEERING)],
)  # fmt: skip
def test_no_argument_steers_a_terminal_or_a_log(small, words):
    command = [sys.executable, "-m", "generator", *words, "--root", str(small)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=small)
    assert done.returncode in {1, 2}
    said = done.stdout + done.stderr
    assert not [word for word in ("Traceback", "\x1b", "\x07", "\n::") if word in said]
    assert "pwn" in said


def test_no_name_of_a_folder_or_file_steers_a_terminal_or_a_log(small):
    root = small.rename(small.with_name(STEERING))
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    command = ["git", "-C", str(root), "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q"]
    subprocess.run([*command, "--allow-empty", "-m", "x"], check=True)
    for words in (("build",), ("make-patch", str(root / STEERING))):
        done = run(*words, root=root)
        assert not [word for word in ("\x1b", "\x07", "\n::") if word in done.stdout + done.stderr]


@pytest.mark.parametrize("size", ["\u00b2", "9" * 5000, "999999999", "0", "-1", "x", ""])
def test_an_odd_size_of_the_terminal_is_not_read(small, size):
    env = {"COLUMNS": size, "LINES": size, "FORCE_COLOR": "1", "TERM": "xterm"}
    assert run("check", root=small, env=env).stdout == "No problems: 3 families, 7 variants.\n"


FISH = {"_CATALOGUE_COMPLETE": "fish_complete", "COMP_WORDS": "catalogue ", "COMP_CWORD": " "}
NAMED = "import sys; sys.argv[0] = 'catalogue'\nfrom generator.__main__ import main; main()"


@pytest.mark.parametrize(
    "words", [{}, {"COMP_WORDS": "catalogue "}, {"COMP_WORDS": "catalogue", "COMP_CWORD": "x"}, FISH]
)
def test_a_completion_without_words_is_refused(small, words):
    command = [sys.executable, "-c", NAMED]
    env = {**os.environ, "_CATALOGUE_COMPLETE": "bash_complete", **words}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=small, env=env)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "catalogue: _CATALOGUE_COMPLETE is set, and no words to complete; unset it\n"


@pytest.mark.parametrize(
    ("shell", "place", "said"), [("bash", "1", "plain,fetch\n"), ("fish", "fe", "plain,fetch\tRefresh what")]
)
def test_a_completion_is_given(small, shell, place, said):
    command = [sys.executable, "-c", NAMED]
    words = {"_CATALOGUE_COMPLETE": f"{shell}_complete", "COMP_WORDS": "catalogue fe", "COMP_CWORD": place}
    env = {**os.environ, **words}
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=small, env=env)
    assert done.stdout.startswith(said)


def test_a_day_that_is_none_ends_a_completion_as_any_command(small):
    words = {"_CATALOGUE_COMPLETE": "bash_complete", "COMP_WORDS": "catalogue fetch --shard 1/", "COMP_CWORD": "4"}
    env = {**os.environ, **words, "SOURCE_DATE_EPOCH": "##[x]"}
    done = subprocess.run(
        [sys.executable, "-c", NAMED], capture_output=True, text=True, check=False, cwd=small, env=env
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: SOURCE_DATE_EPOCH is '##\\x5bx]', not a number of seconds since 1970")


def test_a_working_folder_that_is_gone_is_said(small, tmp_path):
    (tmp_path / "gone").mkdir()
    words = f'cd gone; rmdir ../gone; "$0" -m generator build --site x --root {small}'
    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(
        ["sh", "-c", words, sys.executable], capture_output=True, text=True, check=False, cwd=tmp_path, env=env
    )
    assert done.stderr == "catalogue: the working folder is gone; change to one that is there\n"
    assert done.returncode == 1


def test_modules_that_cannot_be_loaded_are_said(small):
    """Where memory is short the system refuses to load one."""
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (60 << 20,) * 2)\n"
    command = [sys.executable, "-c", limit + NAMED, "check", "--root", str(small)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = r"catalogue: cannot go on: .+; allow the process more memory, or install it anew\n"
    assert re.fullmatch(said, done.stderr)
    assert done.returncode == 1


def test_a_disk_without_locks_is_named(small):
    code = "import fcntl, errno\ndef refuse(*_): raise OSError(errno.ENOLCK, 'No locks available')\n"
    command = [sys.executable, "-c", f"{code}fcntl.flock = refuse\n{NAMED}", "render", "--root", str(small)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"{small}/docs: No locks available; work on a disk that has locks\n" in done.stderr


def test_no_room_for_temporary_files_is_said(small):
    """Where no folder takes a file; the list of them is Python's own, and a test has no such machine."""
    code = f"import tempfile; tempfile._candidate_tempdir_list = lambda: []\n{NAMED}"
    command = [sys.executable, "-c", code, "diff", ".", ".", "--root", str(small)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=small)
    assert done.returncode == 1
    assert "No usable temporary directory found in []; make room in one, or name another in TMPDIR" in done.stderr


def test_a_site_below_links_in_a_circle_is_refused(small):
    (small / "a").symlink_to("b")
    (small / "b").symlink_to("a")
    said = run("build", "--site", str(small / "a/x"), root=small, code=1).stderr
    assert said.endswith("a: File exists; remove it, or name another place\n")


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "2>&-", "1>&- 2>&-", "0<&- 1>&- 2>&-"])
@pytest.mark.parametrize("words", ["check", "build", "schema"])
def test_a_closed_stream_takes_nothing_from_a_command(small, words, closed):
    before = (small / "data/families/llama.yaml").read_bytes()
    script = f'"$0" -m generator {words} {closed}'
    done = subprocess.run(["sh", "-c", script, sys.executable], capture_output=True, text=True, check=False, cwd=small)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert (small / "data/families/llama.yaml").read_bytes() == before


def _wait_for(url, text, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  our own server
                if text in answer.read().decode():
                    return True
        except OSError:
            pass
        time.sleep(0.3)
    return False


def test_a_taken_port_is_wrong_usage(small):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("serve", "--port", str(port), root=small, code=2)
    assert f"port {port} is taken: end the program that has it, or name another" in done.stderr
    assert "Serving" not in done.stdout


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_serve_ends_with_its_server(small, number):
    port = free_port()
    command = [sys.executable, "-m", "generator", "serve", "--port", str(port), "--root", str(small)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert _wait_for(f"http://127.0.0.1:{port}/", "<h1")
        server.send_signal(number)
        _, said = server.communicate(timeout=30)
        assert server.returncode == 0
    assert "Traceback" not in said
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port))


@pytest.mark.parametrize(("before", "code"), [("", 130), ("trap '' HUP; ", 0)])
def test_a_terminal_that_is_closed_ends_a_command_unless_that_is_ignored(small, before, code):
    """As under nohup."""
    module = "import os, signal\nos.kill(os.getpid(), signal.SIGHUP)\nraise SystemExit(0)\n"
    (small / "click.py").write_text(module)
    path = os.pathsep.join([str(small), os.environ.get("PYTHONPATH", str(PROJECT))])
    command = ["sh", "-c", f'{before}exec "$0" -m generator check', sys.executable]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (code, b"")


def test_the_server_answers_as_a_host_of_files_does(small):
    paths = ("/%00", "/%1b%5b31m%00", "/assets/", "/..%2f..%2fetc/passwd", "/nowhere/", "/\\a.example/%2e%2e/families")
    port = free_port()
    command = [sys.executable, "-m", "generator", "serve", "--port", str(port), "--root", str(small)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert _wait_for(f"http://127.0.0.1:{port}/", "Content-Security-Policy")
        found = [_ask(f"http://127.0.0.1:{port}{path}") for path in paths]
        (small / "site").mkdir(exist_ok=True)
        (small / "site/leak").symlink_to("/etc")
        assert _ask(f"http://127.0.0.1:{port}/leak/passwd")[0] == 404
        assert _ask(urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": "evil.example"}))[0] == 421
        assert _ask(f"http://localhost:{port}/")[0] == 200
        server.terminate()
        _, said = server.communicate(timeout=30)
    assert [path for path, (code, page) in zip(paths, found, strict=True) if code != 404 or "</html>" not in page] == []
    assert not [word for word in ("Traceback", "  File ", "\x1b") if word in said]


def _ask(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  our own server
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_zone_of_the_machine_is_not_read(small):
    assert run("check", root=small, env={"TZ": "/etc/passwd"}).stdout == "No problems: 3 families, 7 variants.\n"


@pytest.mark.parametrize(
    "site",
    ['https://x.example/?"><script>1</script>', "https://[x", "2026-99-99", "https://x y/", "https://x.example/a/../b"],
)
def test_an_address_of_the_site_that_is_none_is_refused(small, site):
    for command in ("build", "serve"):
        done = run(command, root=small, code=2, env={"SITE_URL": site})
        assert "SITE_URL is no address of a site: write it as https://example.org/models/" in done.stderr


def test_a_stop_while_modules_load_leaves_no_traceback(small, tmp_path):
    (tmp_path / "click.py").write_text("import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(60)\n")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", str(PROJECT))])
    done = run("check", root=small, code=130, env={"PYTHONPATH": path})
    assert done.stderr == ""


def test_a_stop_while_it_is_said_what_failed_leaves_no_traceback(small):
    """A pipe that nobody reads is full, and the program waits in the midst of its last words."""
    path = small / "data/families/llama.yaml"
    path.write_text(path.read_text() + "".join(f"odd_{number}_{'x' * 60}: x\n" for number in range(990)))
    command = [sys.executable, "-m", "generator", "render", "--root", str(small)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr.readline() == "Reading data ...\n"
        assert process.stderr.read(1) == "d"
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        assert "Traceback" not in process.communicate(timeout=60)[1]
    assert process.returncode == 130


def test_a_pipe_that_does_not_wait_is_waited_for(small):
    ends = os.pipe()
    os.set_blocking(ends[0], False)
    command = [sys.executable, "-m", "generator", "new", "--from-issue", "-", "--root", str(small)]
    with subprocess.Popen(command, stdin=ends[0], stderr=subprocess.PIPE, text=True) as process:
        time.sleep(2)
        for end in ends:
            os.close(end)
        said = process.communicate(timeout=60)[1]
    assert process.returncode == 1, said
    assert said.startswith("<stdin>: no form"), said


def test_a_second_signal_does_not_cut_what_the_first_removes(small):
    command = [sys.executable, "-m", "generator", "build", "--root", str(small)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as build:
        while not list(small.glob(".site.*")):
            time.sleep(0.05)
        for _ in range(20):
            build.send_signal(signal.SIGINT)
            time.sleep(0.02)
        _, said = build.communicate(timeout=60)
    assert build.returncode in (1, -signal.SIGINT)  # the last may come when Python has put the system's own way back
    assert said.splitlines()[-1] == "Aborted!"
    assert "Traceback" not in said
    assert not list(small.glob(".site*"))


def test_serve_shows_a_change_of_data(small):
    port = free_port()
    command = [sys.executable, "-m", "generator", "serve", "--port", str(port), "--root", str(small)]
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=PROJECT, env=os.environ
    )
    try:
        url = f"http://127.0.0.1:{port}/families/llama/"
        assert _wait_for(url, "Language models of Meta.")
        path = small / "data/families/llama.yaml"
        path.write_text(path.read_text().replace("Language models of Meta.", "Changed while serving."))
        assert _wait_for(url, "Changed while serving.")
        (small / "mkdocs.yml").rename(small / "aside.yml")
        path.write_text(path.read_text().replace("Changed while serving.", "Changed again."))
        time.sleep(3)
        (small / "aside.yml").rename(small / "mkdocs.yml")
        assert _wait_for(url, "Changed again.")
        (small / "data").rename(small / "aside")
        (small / "data").symlink_to("/")
        time.sleep(3)
        (small / "data").unlink()
        (small / "aside").rename(small / "data")
        path.write_text(path.read_text().replace("Changed again.", "Changed at last."))
        assert _wait_for(url, "Changed at last.")
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0


def test_a_mistake_of_the_generator_is_one_line_and_a_code_of_its_own():
    """Nobody is shown a traceback; who mends it is told what and where."""
    code = (
        "import generator.cli as cli; import click\n"
        "@click.command()\n"
        "def broken(): raise KeyError('##[add-mask]\\n::error::x')\n"
        "cli.catalogue.add_command(broken); cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code, "broken"], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert re.fullmatch(
        r"catalogue: mistake in the generator: KeyError: \S+ \(<string>:3\); please report it with the command "
        r"and what it read\n",
        done.stderr,
    )
