"""Small git repositories for the tests that need real ones."""

import subprocess

WHO = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")


def git(root, *words, text=True):
    done = subprocess.run(["git", *WHO, *words], cwd=root, capture_output=True, text=text, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_repository(root):
    """Turn a root into a repository with one commit on main."""
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, "First")


def commit(root, message):
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)


def edit(path, old, new):
    """Replace a text that stands in a file."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
