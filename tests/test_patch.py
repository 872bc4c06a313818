"""``catalogue apply-patch``: patches that real git made, each against a real repository."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest
from conftest import PROJECT, run
from revisions import commit, edit, git, make_repository

import generator.git
from generator.git import GitError, run_git

OWNED = {
    "data/hub/org/model.yaml": "license: mit\n",
    "data/usage/llama.csv": "week\n",
    "data/changes/2026.yaml": "changes: []\n",
    "data/reported/llmfit.yaml": "title: x\n",
    "data/refresh.yaml": "day: 2026-11-24\n",
    "data/refresh-1-of-4.yaml": "day: 2026-11-24\n",
    "data/links.yaml": "as_of: 2026-11-24\n",
}


@pytest.fixture
def repository(tmp_path):
    """A repository with a link, an executable and a submodule at places a machine owns."""
    root = tmp_path / "root"
    (root / "data/hub/org").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: test\n")
    (root / "data/hub/org/known.yaml").write_text("license: mit\n")
    (root / "data/hub/org/run.yaml").write_text("license: mit\n")
    (root / "data/hub/org/run.yaml").chmod(0o755)
    (root / "data/hub/org/link.yaml").symlink_to("known.yaml")
    make_repository(root)
    return root


def make_patch(root, patch, *words):
    """Write what the working tree changes as a patch, and undo it."""
    git(root, "add", "--all")
    patch.write_bytes(git(root, "diff", "--cached", "--binary", *words, "HEAD", text=False))
    git(root, "reset", "--quiet", "--hard")
    return patch


def refuse(root, patch, *problems):
    """Expect the patch to be refused for these reasons, and nothing to have changed."""
    before = git(root, "status", "--porcelain", "--ignored")
    done = run("apply-patch", str(patch), root=root, code=1)
    assert done.stderr.splitlines()[:-1] == list(problems)
    assert git(root, "status", "--porcelain", "--ignored") == before


def not_owned(path):
    return f"{path}: the patch changes it, but no machine owns it; propose it by hand"


def not_plain(path, what):
    return f"{path}: is {what}; only plain files of mode 100644 are taken"


def test_every_place_a_machine_owns(repository, tmp_path):
    for name, text in OWNED.items():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text(text)
    (repository / "data/hub/org/known.yaml").write_text("license: apache-2.0\n")
    patch = make_patch(repository, tmp_path / "a.patch")
    assert run("apply-patch", str(patch), root=repository).stdout == f"{patch}: 8 files changed.\n"
    assert all((repository / name).read_text() == text for name, text in OWNED.items())
    assert git(repository, "diff", "--cached", "--name-only", "HEAD").splitlines() == sorted(
        [*OWNED, "data/hub/org/known.yaml"]
    )
    assert git(repository, "diff", "--name-only") == ""


def test_an_empty_patch_changes_nothing(repository, tmp_path):
    (tmp_path / "a.patch").write_bytes(b"")
    assert run("apply-patch", str(tmp_path / "a.patch"), root=repository).stdout.endswith("0 files changed.\n")


@pytest.mark.parametrize(
    "name",
    [
        "data/families/llama.yaml",
        "data/licenses/mit.yaml",
        "data/left-out.yaml",
        "data/schema/hub.json",
        "data/hub/x.yaml",
        "data/hub/org/deep/x.yaml",
        "data/hub/org/x.yaml.sh",
        "data/hub/.gitattributes",
        "data/hub/.hidden/x.yaml",
        "data/hub/org/.x.yaml",
        "data/hub/org/...yaml",
        "data/hub/con/nul.yaml",
        "data/hub/-o/-x.yaml",
        "data/reported/-x.yaml",
        "data/usage/....csv",
        "data/changes/.2026.yaml",
        "data/usage/x.yaml",
        "Data/hub/org/x.yaml",
        "data/refresh.yaml.orig",
        "data/links.yaml.orig",
        "data/links/x.yaml",
        "data/links-1-of-4.yaml",
        ".github/workflows/ci.yml",
        ".gitmodules",
        "Makefile",
    ],
)
def test_another_path_is_refused_with_all_that_comes_with_it(name, repository, tmp_path):
    (repository / name).parent.mkdir(parents=True, exist_ok=True)
    (repository / name).write_text("x\n")
    (repository / "data/hub/org/known.yaml").write_text("license: apache-2.0\n")
    refuse(repository, make_patch(repository, tmp_path / "a.patch"), not_owned(name))


def test_a_new_link_is_refused(repository, tmp_path):
    (repository / "data/hub/org/new.yaml").symlink_to("../../../mkdocs.yml")
    patch = make_patch(repository, tmp_path / "a.patch")
    refuse(repository, patch, not_plain("data/hub/org/new.yaml", "a link"))


def test_a_link_whose_target_changes_is_refused(repository, tmp_path):
    (repository / "data/hub/org/link.yaml").unlink()
    (repository / "data/hub/org/link.yaml").symlink_to("/etc/passwd")
    patch = make_patch(repository, tmp_path / "a.patch")
    refuse(repository, patch, not_plain("data/hub/org/link.yaml", "a link"))


def test_a_file_that_becomes_a_link_is_refused(repository, tmp_path):
    (repository / "data/hub/org/known.yaml").unlink()
    (repository / "data/hub/org/known.yaml").symlink_to("/etc/passwd")
    patch = make_patch(repository, tmp_path / "a.patch")
    twice = "names data/hub/org/known.yaml twice, which no patch of a machine does; propose it by hand"
    refuse(repository, patch, f"{patch}: {twice}")  # git removes the file first


def test_a_patch_that_would_take_git_long_is_refused(repository, tmp_path):
    path = "data/hub/org/known.yaml"
    head, hunk = (
        f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n",
        "@@ -1 +1 @@\n-license: {}\n+license: {}\n",
    )
    twice, places = tmp_path / "a.patch", tmp_path / "b.patch"
    twice.write_text(head + hunk.format("mit", "gemma") + head + hunk.format("gemma", "mit"))
    refuse(repository, twice, f"{twice}: names {path} twice, which no patch of a machine does; propose it by hand")
    places.write_text(head + hunk.format("mit", "mit") * 5001)
    refuse(repository, places, f"{places}: changes a file at more than 5,000 places; propose it by hand")


def test_git_has_a_time_limit(repository, monkeypatch):
    monkeypatch.setattr(generator.git, "SECONDS", 0.2)
    with pytest.raises(GitError, match=r"took longer than 0\.2 seconds"):
        run_git(repository, "-c", "alias.wait=!exec sleep 20", "wait")


def test_a_patch_that_git_cannot_write_to_the_end_changes_nothing(repository, tmp_path):
    """Git checks first and writes then; here a program of the user's own ends it in between."""
    for name in ("known", "new", "other"):
        (repository / f"data/hub/org/{name}.yaml").write_text("license: gemma\n")
    patch = make_patch(repository, tmp_path / "a.patch")
    (repository / ".git/info").mkdir(exist_ok=True)
    (repository / ".git/info/attributes").write_text("data/hub/org/other.yaml filter=broken\n")
    git(repository, "config", "filter.broken.smudge", "false")
    git(repository, "config", "filter.broken.required", "true")
    before = git(repository, "status", "--porcelain", "--ignored")
    done = run("apply-patch", str(patch), root=repository, code=1)
    assert "does not apply: " in done.stderr
    assert git(repository, "status", "--porcelain", "--ignored") == before
    assert (repository / "data/hub/org/known.yaml").read_text() == "license: mit\n"


SLOW_GIT = """#!/bin/sh
PATH=${PATH#*:}
case "$*" in
*--check*) ;;
apply*--index*) git "$@"; touch "$SAID/applied"; {} ;;
checkout-index*) touch "$SAID/restoring"; sleep 1 ;;
esac
exec git "$@"
"""
"""Git that waits where a signal is to come: when all is written, and before anything is put back."""


@pytest.mark.parametrize(
    ("ending", "moments", "message"),
    [
        ("exec sleep 60", ("applied", "restoring"), b"\nAborted!\n"),
        ("exit 1", ("restoring",), b"does not apply: git apply gave no reason"),
    ],
)
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_no_signal_leaves_half_of_a_patch_nor_of_what_undoes_it(repository, tmp_path, number, ending, moments, message):
    """A terminal sends its signals to all that runs in it, and somebody may press Ctrl-C again and again."""
    for name in ("known", "new"):
        (repository / f"data/hub/org/{name}.yaml").write_text("license: gemma\n")
    patch = make_patch(repository, tmp_path / "a.patch")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text(SLOW_GIT.replace("{}", ending))
    (tmp_path / "bin/git").chmod(0o755)
    path = os.pathsep.join((str(tmp_path / "bin"), os.environ["PATH"]))
    command = [sys.executable, "-m", "generator", "apply-patch", str(patch), "--root", str(repository)]
    environment = {**os.environ, "PATH": path, "SAID": str(tmp_path)}
    with subprocess.Popen(command, env=environment, start_new_session=True, stderr=subprocess.PIPE) as process:
        for name in moments:
            end = time.monotonic() + 60
            while not (tmp_path / name).exists() and time.monotonic() < end:
                time.sleep(0.01)
            os.killpg(process.pid, number)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert message in said
    assert git(repository, "status", "--porcelain", "--ignored") == ""
    assert (repository / "data/hub/org/known.yaml").read_text() == "license: mit\n"


def test_a_setting_that_takes_no_odd_blanks_refuses_no_patch(repository, tmp_path):
    (repository / "data/hub/org/known.yaml").write_text("license: gemma \n")
    patch = make_patch(repository, tmp_path / "a.patch")
    git(repository, "config", "apply.whitespace", "error-all")
    assert run("apply-patch", str(patch), root=repository).stdout == f"{patch}: 1 file changed.\n"


def test_what_a_hidden_file_ignores_is_in_the_patch(repository, tmp_path):
    (repository / "data/hub/.gitignore").write_text("*\n")
    git(repository, "add", "--force", "data/hub/.gitignore")
    (repository / "data/.gitignore").write_text("links.yaml\n")
    commit(repository, "Hidden")
    (repository / "data/hub/org/new.yaml").write_text("license: mit\n")
    (repository / "data/links.yaml").write_text("as_of: 2026-11-24\n")
    patch = tmp_path / "a.patch"
    run("make-patch", str(patch), root=repository)
    git(repository, "reset", "--quiet", "--hard")
    assert run("apply-patch", str(patch), root=repository).stdout == f"{patch}: 2 files changed.\n"


def test_a_submodule_where_machines_write_is_named(repository, tmp_path):
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{'0' * 39}1,data/hub/sub")
    git(repository, "commit", "--quiet", "--message", "Submodule")
    (repository / "data/hub/sub").mkdir()
    (repository / "data/hub/sub/new.yaml").write_text("license: mit\n")
    done = run("make-patch", str(tmp_path / "a.patch"), root=repository, code=1)
    assert (
        "data/hub/sub: is a submodule, no folder of data; remove it with 'git rm --cached', and commit" in done.stderr
    )


def test_a_repository_inside_of_a_folder_is_named(repository, tmp_path):
    """git would note which commit is checked out there, and leave out its files."""
    inner = repository / "data/hub/new"
    inner.mkdir()
    (inner / "a.yaml").write_text("license: mit\n")
    make_repository(inner)
    done = run("make-patch", str(tmp_path / "a.patch"), root=repository, code=1)
    assert "data/hub/new: is a submodule, no folder of data; remove it with 'git rm --cached'" in done.stderr
    assert not (tmp_path / "a.patch").exists()


def test_no_patch_is_applied_beside_another_git_or_in_a_sparse_checkout(repository, tmp_path):
    (repository / "data/hub/org/known.yaml").write_text("license: apache-2.0\n")
    patch = make_patch(repository, tmp_path / "a.patch")
    lock = repository / ".git/index.lock"
    lock.touch()
    done = run("apply-patch", str(patch), root=repository, code=1)
    assert "does not apply: git update-index gave no reason; another one may run, or have left .git/index.lock" in (
        done.stderr
    )
    lock.unlink()
    (repository / "data/left-out.yaml").write_text("license: mit\n")
    commit(repository, "Second")
    git(repository, "sparse-checkout", "set", "--no-cone", "/*", "!data/left-out.yaml")
    done = run("apply-patch", str(patch), root=repository, code=1)
    assert "data: not all of it is checked out; run 'git sparse-checkout disable'" in done.stderr
    assert git(repository, "status", "--porcelain") == ""


def test_executables_are_refused_new_changed_and_made_so(repository, tmp_path):
    (repository / "data/hub/org/new.yaml").write_text("x\n")
    (repository / "data/hub/org/new.yaml").chmod(0o755)
    (repository / "data/hub/org/known.yaml").chmod(0o755)
    (repository / "data/hub/org/run.yaml").write_text("license: apache-2.0\n")
    patch = make_patch(repository, tmp_path / "a.patch")
    names = ("known", "new", "run")
    problems = (not_plain(f"data/hub/org/{name}.yaml", "an executable file") for name in names)
    refuse(repository, patch, *problems)


def test_a_submodule_is_refused(repository, tmp_path):
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{'0' * 39}1,data/hub/org/sub.yaml")
    patch = tmp_path / "a.patch"
    patch.write_bytes(git(repository, "diff", "--cached", "--binary", "HEAD", text=False))
    git(repository, "reset", "--quiet", "--hard")
    assert b"160000" in patch.read_bytes()
    refuse(repository, patch, not_plain("data/hub/org/sub.yaml", "a submodule"))


def test_a_move_out_of_the_machines_folders_is_refused(repository, tmp_path):
    git(repository, "mv", "data/hub/org/known.yaml", "data/known.yaml")
    patch = make_patch(repository, tmp_path / "a.patch", "--no-renames")
    deleted = "data/hub/org/known.yaml: the patch deletes it; a refresh never deletes; remove it by hand"
    refuse(repository, patch, deleted, not_owned("data/known.yaml"))


def test_copies_and_renames_are_refused_before_git_makes_them(repository, tmp_path):
    (repository / "data/hub/org/known.yaml").write_text("# much\n" * 1000)
    commit(repository, "Much")
    path = repository / "data/hub/org/known.yaml"
    refused = "{}: copies or renames a file, which no patch of a machine does; propose it by hand"
    (repository / "data/hub/org/copy.yaml").write_text(path.read_text())
    copied = make_patch(repository, tmp_path / "a.patch", "--find-copies-harder")
    assert b"copy from" in copied.read_bytes()
    refuse(repository, copied, refused.format(copied))
    path.rename(repository / "data/hub/org/moved.yaml")
    moved = make_patch(repository, tmp_path / "b.patch", "--find-renames")
    assert b"rename from" in moved.read_bytes()
    refuse(repository, moved, refused.format(moved))


def test_a_binary_change_is_refused_before_git_unpacks_it(repository, tmp_path):
    (repository / "data/hub/org/new.yaml").write_bytes(b"\x00" * 32 * 1024 * 1024)
    patch = make_patch(repository, tmp_path / "a.patch")
    assert patch.stat().st_size < 200_000
    refuse(repository, patch, f"{patch}: holds a binary change, and machines write text; propose it by hand")


def test_a_file_that_no_reader_would_take_is_refused(repository, tmp_path):
    (repository / "data/hub/org/new.yaml").write_bytes(b"# much\n" * 200_000)
    (repository / "data/reported").mkdir()
    (repository / "data/reported/new.yaml").write_bytes(b"# much\n" * 2_400_000)
    patch = make_patch(repository, tmp_path / "a.patch")
    message = "would have {} bytes, more than the {} a data file may have; make it smaller first"
    refuse(
        repository,
        patch,
        f"data/hub/org/new.yaml: {message.format('1,400,000', '1,048,576')}",
        f"data/reported/new.yaml: {message.format('16,800,000', '16,777,216')}",
    )


def test_a_file_that_was_only_touched_takes_a_patch(repository, tmp_path):
    path = repository / "data/hub/org/known.yaml"
    path.write_text("license: apache-2.0\n")
    patch = make_patch(repository, tmp_path / "a.patch")
    os.utime(path, (1, 1))
    assert run("apply-patch", str(patch), root=repository).stdout == f"{patch}: 1 file changed.\n"


def test_what_a_cut_off_write_leaves_is_in_no_patch(repository, tmp_path):
    (repository / "data/hub/org/.known.yaml.abcd1234").write_text("lic")
    (repository / "data/usage").mkdir()
    (repository / "data/usage/.llama.csv.abcd1234").write_text("we")
    (repository / "data/hub/org/known.yaml").write_text("license: apache-2.0\n")
    patch = tmp_path / "a.patch"
    run("make-patch", str(patch), root=repository)
    git(repository, "reset", "--quiet", "--hard")
    assert run("apply-patch", str(patch), root=repository).stdout == f"{patch}: 1 file changed.\n"


def test_a_patch_is_not_written_through_a_link_that_nobody_committed(repository, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (repository / "data/usage").mkdir()
    (repository / "data/usage/llama.csv").write_text("week\n")
    patch = make_patch(repository, tmp_path / "a.patch")
    (repository / "data/usage").symlink_to(tmp_path / "elsewhere")
    refuse(
        repository,
        patch,
        "data/usage: a link; nothing was written; remove it, or put back what belongs in its place",
    )
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *((f"diff.{name}", "true") for name in ("noprefix", "mnemonicPrefix", "external", "relative")),
        ("diff.context", "0"),
        ("core.attributesFile", "ATTRIBUTES"),
    ],
)
def test_a_users_own_settings_of_git_do_not_change_a_patch(repository, tmp_path, setting, value):
    (tmp_path / "ATTRIBUTES").write_text("* binary\n")
    git(repository, "config", setting, str(tmp_path / value) if value == "ATTRIBUTES" else value)
    path = repository / "data/hub/org/known.yaml"
    path.write_text("# 1\n# 2\nlicense: mit\n# 4\n# 5\n")
    commit(repository, "Longer")
    path.write_text("# 1\n# 2\nlicense: apache-2.0\n# 4\n# 5\n")
    patch = tmp_path / "a.patch"
    run("make-patch", str(patch), root=repository, env={"GIT_DIFF_OPTS": "--unified=0"})
    assert patch.read_text().endswith("@@ -1,5 +1,5 @@\n # 1\n # 2\n-license: mit\n+license: apache-2.0\n # 4\n # 5\n")
    git(repository, "reset", "--quiet", "--hard")
    assert run("apply-patch", str(patch), root=repository).stdout == f"{patch}: 1 file changed.\n"


@pytest.mark.parametrize("name", ["refresh-\u00e9-of-2.yaml", 'refresh-"1"-of-2.yaml', "refresh-1\n-of-2.yaml"])
def test_an_odd_name_beside_the_refresh_is_left_out(repository, tmp_path, name):
    (repository / "data" / name).write_text("x\n")
    (repository / "data/refresh-1-of-2.yaml").write_text("day: 2026-11-24\n")
    git(repository, "add", "--", f"data/{name}")
    git(repository, "commit", "--quiet", "--message", "Odd")
    patch = tmp_path / "a.patch"
    run("make-patch", str(patch), root=repository)
    git(repository, "reset", "--quiet", "--hard")
    assert run("apply-patch", str(patch), root=repository).stdout == f"{patch}: 1 file changed.\n"


def test_a_patch_can_come_through_a_pipe(repository, tmp_path):
    (repository / "data/hub/org/new.yaml").write_text("license: mit\n")
    patch = make_patch(repository, tmp_path / "a.patch")
    command = [sys.executable, "-m", "generator", "apply-patch", "/dev/stdin", "--root", str(repository)]
    done = subprocess.run(command, input=patch.read_bytes(), capture_output=True, check=False)
    assert done.stdout.decode() == "/dev/stdin: 1 file changed.\n"
    assert (repository / "data/hub/org/new.yaml").read_text() == "license: mit\n"


def test_a_root_inside_of_a_repository_is_refused(tmp_path):
    root = tmp_path / "sub"
    (root / "data/hub/org").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: test\n")
    make_repository(tmp_path)
    (root / "data/hub/org/new.yaml").write_text("license: mit\n")
    patch = make_patch(tmp_path, tmp_path / "a.patch")
    message = "the root is a folder inside of a git repository; it has to be the top folder of one"
    assert f"{patch}: {message}" in run("apply-patch", str(patch), root=root, code=1).stderr
    assert f"data: {message}" in run("make-patch", "b.patch", root=root, code=1).stderr


def test_a_patch_is_not_written_through_a_link_nor_into_a_pipe(repository, tmp_path):
    (repository / "data/hub/org/new.yaml").write_text("license: mit\n")
    (tmp_path / "outside").mkdir()
    (repository / "refresh").symlink_to(tmp_path / "outside")
    done = run("make-patch", "refresh/all.patch", root=repository, code=1)
    assert "refresh: a link; nothing was written; remove it, or put back what belongs in its place\n" in done.stderr
    (tmp_path / "alias").symlink_to(repository)
    again = run("make-patch", str(tmp_path / "alias/refresh/all.patch"), root=repository, code=1)
    assert again.stderr == done.stderr
    (repository / "data/refresh").symlink_to(tmp_path / "outside")
    (tmp_path / "inner").symlink_to(repository / "data")
    done = run("make-patch", str(tmp_path / "inner/refresh/all.patch"), root=repository, code=1)
    assert "refresh: a link; nothing was written" in done.stderr
    (tmp_path / "a.patch").symlink_to(tmp_path / "outside/a.patch")
    assert (
        "a.patch: a link; nothing was written"
        in run("make-patch", str(tmp_path / "a.patch"), root=repository, code=1).stderr
    )
    (repository / "x").symlink_to(tmp_path / "outside")
    run("make-patch", "x/../b.patch", root=repository)
    assert (repository / "b.patch").is_file()
    assert not (tmp_path / "b.patch").exists()
    assert not list((tmp_path / "outside").iterdir())
    os.mkfifo(tmp_path / "pipe")
    done = run("make-patch", str(tmp_path / "pipe"), root=repository, code=1)
    assert "pipe: no plain file; nothing was written" in done.stderr


def test_a_commit_that_is_none_and_a_device_are_refused(repository, tmp_path):
    done = run("make-patch", str(tmp_path / "a.patch"), "--since", "nowhere", root=repository, code=1)
    assert "data: no patch: fatal: Needed a single revision; run it in the top folder of a git" in done.stderr
    done = run("make-patch", "/dev/full", root=repository, code=1)
    assert "/dev/full: no plain file; nothing was written; name a plain file, or a new one\n" in done.stderr


def test_a_commit_is_no_option(repository, tmp_path):
    (repository / "data/hub/org/new.yaml").write_text("license: mit\n")
    done = run("make-patch", str(tmp_path / "a.patch"), f"--since=--output={tmp_path / 'x'}", root=repository, code=1)
    assert "data: no patch: fatal: " in done.stderr
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("path", ["../outside.yaml", "/etc/outside.yaml", ".git/hooks/post-checkout", "a/../../b"])
def test_a_path_that_leaves_the_repository_is_refused_by_git(path, repository, tmp_path):
    patch = tmp_path / "a.patch"
    patch.write_text(
        f"diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+x\n"
    )
    done = run("apply-patch", str(patch), root=repository, code=1)
    assert f"{patch}: does not apply: error: " in done.stderr
    assert not (tmp_path / "outside.yaml").exists()
    assert not (repository / ".git/hooks/post-checkout").exists()


def test_a_patch_through_a_link_to_a_folder_is_refused(repository, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (repository / "data/hub/out").symlink_to(tmp_path / "elsewhere")
    commit(repository, "A link to a folder")
    patch = tmp_path / "a.patch"
    path = "data/hub/out/x.yaml"
    patch.write_text(
        f"diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+x\n"
    )
    assert "does not apply: error: " in run("apply-patch", str(patch), root=repository, code=1).stderr
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("content", [b"not a patch\n", b"\x00\x01\x02", b"diff --git a/x b/x\n"])
def test_what_is_no_patch_is_named(content, repository, tmp_path):
    patch = tmp_path / "a.patch"
    patch.write_bytes(content)
    done = run("apply-patch", str(patch), root=repository, code=1)
    assert f"{patch}: does not apply: error: " in done.stderr


def test_a_patch_from_another_state_does_not_apply(repository, tmp_path):
    (repository / "data/hub/org/known.yaml").write_text("license: apache-2.0\n")
    patch = make_patch(repository, tmp_path / "a.patch")
    (repository / "data/hub/org/known.yaml").write_text("license: gemma\n")
    commit(repository, "Other")
    refuse(
        repository,
        patch,
        f"{patch}: does not apply: error: data/hub/org/known.yaml: patch does not apply; "
        "make it anew from the commit that is checked out",
    )


def test_a_patch_of_what_machines_changed_holds_nothing_else(repository, tmp_path):
    (repository / "data/families").mkdir()
    (repository / "data/families/llama.yaml").write_text("title: x\n")
    (repository / "data/hub/org/new.yaml").write_text("license: mit\n")
    patch = tmp_path / "a.patch"
    run("make-patch", str(patch), root=repository)
    git(repository, "reset", "--quiet", "--hard")
    assert run("apply-patch", str(patch), root=repository).stdout == f"{patch}: 1 file changed.\n"
    assert (repository / "data/hub/org/new.yaml").read_text() == "license: mit\n"


def test_a_patch_is_empty_when_only_the_day_of_the_refresh_changed(repository, tmp_path):
    path, patch = repository / "data/refresh.yaml", tmp_path / "a.patch"
    assert run("make-patch", str(patch), root=repository).stdout == f"{patch}: 0 bytes, nothing changed.\n"
    path.write_text("day: 2026-11-24\nasked: 3\n")
    run("make-patch", str(patch), root=repository)
    assert patch.stat().st_size
    commit(repository, "First refresh")
    path.write_text("day: 2026-11-25\nasked: 3\n")
    assert run("make-patch", str(patch), root=repository).stdout == f"{patch}: 0 bytes, nothing changed.\n"
    path.write_text("day: 2026-11-25\nasked: 4\n")
    run("make-patch", str(patch), root=repository)
    assert b"+asked: 4" in patch.read_bytes()


def test_the_day_of_a_check_of_links_is_news(repository, tmp_path):
    """Pages say on which day an address answered; a check that found nothing else is a patch of one line."""
    path, patch = repository / "data/links.yaml", tmp_path / "a.patch"
    path.write_text("as_of: 2026-11-23\nanswered: []\nfailing: {}\n")
    commit(repository, "First check")
    path.write_text("as_of: 2026-11-30\nanswered: []\nfailing: {}\n")
    run("make-patch", str(patch), root=repository)
    lines = patch.read_text().splitlines()
    assert [line for line in lines if re.match(r"[-+](?![-+])", line)] == ["-as_of: 2026-11-23", "+as_of: 2026-11-30"]


def test_a_patch_since_an_earlier_commit_holds_both_steps(repository, tmp_path):
    (repository / "data/hub/org/known.yaml").write_text("license: gemma\n")
    commit(repository, "What is proposed already")
    patch = tmp_path / "a.patch"
    run("make-patch", str(patch), "--since", "HEAD^", root=repository)
    assert patch.read_bytes() == b""
    (repository / "data/hub/org/new.yaml").write_text("license: mit\n")
    run("make-patch", str(patch), "--since", "HEAD^", root=repository)
    git(repository, "reset", "--quiet", "--hard", "HEAD^")
    assert run("apply-patch", str(patch), root=repository).stdout == f"{patch}: 2 files changed.\n"


def test_a_proposal_of_another_history_is_made_anew(repository, tmp_path):
    git(repository, "checkout", "--quiet", "--orphan", "refresh")
    git(repository, "commit", "--quiet", "--message", "Another history")
    git(repository, "checkout", "--quiet", "main")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(repository), str(clone))
    (clone / ".venv").symlink_to(PROJECT / ".venv")
    done = subprocess.run([PROJECT / ".ci/carry"], cwd=clone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "The open proposal does not fit main any more and is made anew.\n"
    assert git(clone, "log", "--format=%s") == "First\n"


def test_a_proposal_that_attributes_call_binary_is_carried(repository, tmp_path):
    (repository / ".gitattributes").write_text("* binary\n")
    commit(repository, "Attributes")
    git(repository, "checkout", "--quiet", "-b", "refresh")
    (repository / "data/hub/org/known.yaml").write_text("license: gemma\n")
    commit(repository, "Proposed")
    git(repository, "checkout", "--quiet", "main")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(repository), str(clone))
    (clone / ".venv").symlink_to(PROJECT / ".venv")
    git(clone, "config", "user.name", "Test")
    git(clone, "config", "user.email", "test@example.org")
    done = subprocess.run([PROJECT / ".ci/carry"], cwd=clone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert git(clone, "show", "HEAD:data/hub/org/known.yaml") == "license: gemma\n"


def test_no_patch_without_a_repository(tmp_path):
    (tmp_path / "mkdocs.yml").write_text("site_name: test\n")
    done = run("make-patch", "a.patch", root=tmp_path, code=1, env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)})
    assert "data: no patch: fatal: not a git repository" in done.stderr
    assert not (tmp_path / "b.patch").exists()


def test_nothing_of_machines_takes_nothing_of_people(small):
    """Without a file of theirs, git would add the whole folder, secrets and all."""
    for name in ("hub", "usage", "changes", "reported"):
        shutil.rmtree(small / "data" / name, ignore_errors=True)
    for name in ("refresh", "links", "left-out"):
        (small / f"data/{name}.yaml").unlink(missing_ok=True)
    make_repository(small)
    (small / ".env").write_text("SECRET")
    edit(small / "data/families/llama.yaml", "title: Llama", "title: Other")
    assert "0 bytes, nothing changed" in run("make-patch", "x.patch", root=small).stdout
    assert git(small, "diff", "--cached", "--name-only") == ""
