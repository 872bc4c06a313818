"""A whole week of refreshes and a check of links: the scripts of the workflows in their order, with real git.

The Hub changes daily. GitHub is not here: a bare repository stands for its branches, ``stand_in_gh`` for its command.
"""

import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT, SMALL, lay_out
from fetching import lay_out_families, serve_hub
from loopback_sites import serve_sites
from revisions import commit, git, make_repository

from generator import store
from generator.workspace import Workspace

MONDAY = date(2026, 11, 23)
SHARDS = 2
NOWHERE = "https://127.0.0.1:9"
FAMILIES = {name: [f"org/{name}-{number}b" for number in range(1, 13)] for name in ("one", "two")}
FIRST, SECOND = FAMILIES["one"][:2]


class Week:
    """A repository on a server, and the jobs of the workflows that propose, on a fresh checkout each."""

    def __init__(self, folder, hub, sites):
        self.folder = folder
        self.hub = hub
        self.sites = sites
        self.endpoint = hub.endpoint
        self.server = folder / "server.git"
        self.state = folder / "gh.json"
        self.state.write_text('{"pulls": [], "issues": []}')
        (folder / "bin").mkdir()
        shutil.copy(Path(__file__).parent / "stand_in_gh", folder / "bin/gh")
        root = lay_out(folder / "first", SMALL / "data")
        shutil.rmtree(root / "data")
        lay_out_families(root, FAMILIES)
        shutil.copy(PROJECT / "mkdocs.yml", root)
        shutil.copy(PROJECT / ".gitignore", root)
        shutil.copytree(PROJECT / ".ci", root / ".ci")
        shutil.copytree(SMALL / "data/licenses", root / "data/licenses", dirs_exist_ok=True)
        self.addresses = [self.move_license(path) for path in sorted((root / "data/licenses").iterdir())]
        make_repository(root)
        git(folder, "clone", "--quiet", "--bare", str(root), str(self.server))

    def move_license(self, path):
        """Give a license an address on this machine, which answers; return it."""
        self.sites.answers[f"/{path.stem}"] = 200
        address = f"{self.sites.secure}/{path.stem}"
        path.write_text(re.sub(r"(?m)^url: .*$", f"url: {address}", path.read_text()))
        return address

    @property
    def pulls(self):
        return json.loads(self.state.read_text())["pulls"]

    @property
    def issues(self):
        return json.loads(self.state.read_text())["issues"]

    @property
    def open_pulls(self):
        return [pull for pull in self.pulls if pull["state"] == "open"]

    def run(self, job, script, day, *words, code=0, artefacts=None):
        """Run a script on a fresh checkout of main, with files that earlier jobs left; return its checkout."""
        root = self.folder / f"{day}-{job}"
        if not root.exists():
            git(self.folder, "clone", "--quiet", str(self.server), str(root))
            (root / ".venv").symlink_to(PROJECT / ".venv")
        for path in artefacts or ():
            (root / "refresh").mkdir(exist_ok=True)
            shutil.copy(path, root / "refresh")
        environment = {
            **os.environ,
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT),
            "HF_ENDPOINT": self.endpoint,
            "TODAY": day.isoformat(),
            "ASK_PRIVATE": "yes",
            "GH_STATE": str(self.state),
            "GITHUB_OUTPUT": str(root / "output"),
            "GITHUB_STEP_SUMMARY": str(root / "summary"),
            "GITHUB_WORKFLOW": "Links" if "links" in job else "Refresh",
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_REPOSITORY": "org/catalogue",
            "GITHUB_RUN_ID": str(day.day),
        }
        done = subprocess.run(
            [f".ci/{script}", *words], cwd=root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return root

    def refresh(self, offset, *, failing=False):
        """Play one run of the workflow; return whether there was news."""
        day = MONDAY + timedelta(days=offset)
        with ThreadPoolExecutor(SHARDS) as pool:
            shards = pool.map(
                lambda n: self.run(f"fetch-{n}", "fetch-shard", day, f"{n}/{SHARDS}", code=int(failing)),
                range(1, SHARDS + 1),
            )
            left = [path for root in shards if not failing for path in (root / "refresh").glob("*-of-*")]
        joined = self.run("join", "join-shards", day, artefacts=left)
        news = self.propose("propose", joined, day)
        if failing:
            self.run("failure", "report-failure", day)
        assert len(self.open_pulls) <= 1
        return news

    def check_links(self, offset, *, failing=False):
        """Play one run of the links workflow; return whether there was news."""
        day = MONDAY + timedelta(days=offset)
        checked = self.run("links", "check-links", day, code=int(failing))
        assert (checked / "summary").read_text().startswith(f"## Links, {day}\n")
        if failing:
            self.run("failure-links", "report-failure", day)
        news = not failing and self.propose("propose-links", checked, day)
        assert len(self.open_pulls) <= 1
        return news

    def propose(self, job, earlier, day):
        """Play the job that proposes what an earlier one left, if that is news; return whether it is."""
        if (earlier / "output").read_text() != "news=true\n":
            return False
        root = self.run(job, "prepare", day, artefacts=(earlier / "refresh").glob("[ar]*"))
        assert (root / "site/families/one/one-1b/index.html").is_file()
        self.run(job, "propose", day)
        return True

    def merge(self):
        """Merge the open pull request as a maintainer does: squashed, its branch left behind."""
        (pull,) = self.open_pulls
        root = self.folder / f"merge-{pull['number']}"
        git(self.folder, "clone", "--quiet", str(self.server), str(root))
        git(root, "merge", "--quiet", "--squash", f"origin/{pull['head']}")
        commit(root, pull["title"])
        git(root, "push", "--quiet", "origin", "main")
        state = json.loads(self.state.read_text())
        state["pulls"][pull["number"] - 1]["state"] = "merged"
        self.state.write_text(json.dumps(state))

    def show(self, branch, path):
        return git(self.server, "show", f"{branch}:{path}")

    def head(self, branch):
        return git(self.server, "rev-parse", branch)


def test_the_rehearsal_plays_the_scripts_of_the_workflow():
    """Each job's steps, in the order of the files, are the targets whose scripts the methods of :class:`Week` run."""
    end = {"propose": ["make prepare", "make propose"], "failure": ["make report-failure"]}
    assert list_runs("refresh") == {"fetch": ["make fetch-shard"], "join": ["make join-shards"], **end}
    assert list_runs("links") == {"links": ["make links"], **end}
    makefile = (PROJECT / "Makefile").read_text()
    for target in ("fetch-shard", "join-shards", "prepare", "propose", "report-failure"):
        assert re.search(rf"^{target}:.*\n\t\.ci/{target}( \"\$\$SHARD\")?\n", makefile, re.MULTILINE)
    assert re.search(r"^links:.*\n\t\.ci/check-links\n", makefile, re.MULTILINE)


def list_runs(workflow):
    """Return the commands of each job of a workflow, with those of the action that two of them share."""
    jobs = yaml.safe_load((PROJECT / f".github/workflows/{workflow}.yml").read_text())["jobs"]
    shared = yaml.safe_load((PROJECT / ".github/actions/propose/action.yml").read_text())["runs"]["steps"]
    steps = {
        id_: [inner for step in job["steps"] for inner in (shared if "$/" in step.get("uses", "") else (step,))]
        for id_, job in jobs.items()
    }
    return {id_: [step["run"] for step in found if "run" in step] for id_, found in steps.items()}


@pytest.fixture
def week(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    with serve_hub(monkeypatch, tmp_path) as hub, serve_sites(tmp_path, hub.authority) as sites:
        for repo in (*FAMILIES["one"], *FAMILIES["two"]):
            hub.add(repo)
        yield Week(tmp_path, hub, sites)


def test_a_week(week):
    # Monday: everything is new, and is merged.
    before = week.head("main")
    assert week.refresh(0)
    assert week.head("main") == before
    assert "### Added (12)" in week.open_pulls[0]["body"]
    week.merge()
    assert git(week.server, "ls-tree", "-r", "--name-only", "main", "data/hub").count("\n") == 24

    # Tuesday: a license changes. Nobody merges.
    week.hub.models[FIRST]["cardData"]["license"] = "mit"
    week.hub.models[FIRST]["sha"] = "1" * 40
    assert week.refresh(1)
    assert f"| `{FIRST}` | `license` | `apache-2.0` | `mit` |" in week.open_pulls[0]["body"]

    # Wednesday: another one is gated. The one proposal holds both.
    week.hub.models[SECOND]["gated"] = "manual"
    assert week.refresh(2)
    assert [pull["number"] for pull in week.open_pulls] == [2]
    assert f"| `{FIRST}` | `license` |" in week.open_pulls[0]["body"]
    assert f"| `{SECOND}` | `ungated` | `yes` | `conditional` |" in week.open_pulls[0]["body"]

    # Later that day the links are checked, and one is dead. The one proposal holds all three.
    week.sites.answers["/mit"] = 404
    assert week.check_links(2)
    assert [pull["number"] for pull in week.open_pulls] == [2]
    assert f"| `{FIRST}` | `license` |" in week.open_pulls[0]["body"]
    assert f"- <{week.sites.secure}/mit>: `404`, in `data/licenses/mit.yaml`\n" in week.open_pulls[0]["body"]
    assert "as_of: 2026-11-25\n" in week.show("refresh", "data/links.yaml")

    # Thursday the Hub is down, on Friday it says that nothing is there. Main and the proposal stand, one issue says so.
    main, proposed = week.head("main"), week.head("refresh")
    week.endpoint = NOWHERE
    assert not week.refresh(3, failing=True)
    week.endpoint = week.hub.endpoint
    week.hub.faults = {target: ["404", "*"] for target in (*week.hub.models, "list:org")}
    assert not week.refresh(4, failing=True)
    week.hub.faults = {}
    week.sites.answers = dict.fromkeys(week.sites.answers, "drop")
    assert not week.check_links(4, failing=True)
    assert (week.head("main"), week.head("refresh")) == (main, proposed)
    assert [(issue["title"], len(issue["comments"])) for issue in week.issues] == [("The refresh fails", 2)]
    assert week.issues[0]["comments"][1].startswith("The workflow Links failed; main is as it was.")
    assert week.issues[0]["body"].endswith("https://github.example/org/catalogue/actions/runs/26")

    # Saturday, the Hub is back: nothing is new, and the proposal is not touched. A maintainer merges it.
    assert not week.refresh(5)
    assert week.head("refresh") == proposed
    week.merge()

    # Sunday: one is gone. Monday: a new week counts.
    del week.hub.models[FAMILIES["two"][0]]
    assert week.refresh(6)
    assert week.refresh(7)
    assert [pull["number"] for pull in week.open_pulls] == [3]
    week.merge()
    check_end(week)


def test_a_pull_request_of_a_fork_is_left_alone(week):
    """Anybody can open one from a branch of the proposal's name."""
    theirs = {"head": "refresh", "base": "main", "title": "Mine", "state": "open", "body": "Mine", "fork": True}
    pulls = [{"number": number, "label": "", "comments": [], **theirs} for number in (1, 2)]
    week.state.write_text(json.dumps({"pulls": pulls, "issues": []}))
    root = week.run("propose", "carry", MONDAY)
    (root / "refresh/body.md").write_text("What the refresh changes.\n")
    for name in ("1", "2"):
        (root / "data/links.yaml").write_text(f"as_of: 2026-11-0{name}\n")
        git(root, "add", "data/links.yaml")
        week.run("propose", "propose", MONDAY)
        assert week.pulls[:2] == pulls
        assert [pull["body"] for pull in week.pulls[2:]] == ["What the refresh changes.\n"]


def check_end(week):
    """What main holds after the week is what the Hub said, and nothing that people own has changed."""
    root = week.folder / "end"
    git(week.folder, "clone", "--quiet", str(week.server), str(root))
    data = store.load(Workspace(root))
    assert (data.hub[FIRST].license, data.hub[SECOND].gated) == ("mit", "manual")
    gone = FAMILIES["two"][0]
    assert data.hub[gone].missing_since == MONDAY + timedelta(days=6)
    assert data.hub[gone].license == "apache-2.0"
    kinds = [(change.repo, change.kind) for change in data.changes if change.kind != "added"]
    assert kinds == [(FIRST, "license-changed"), (SECOND, "gated"), (gone, "missing")]
    assert [row.week for row in data.usage[FIRST]] == ["2026-W48", "2026-W49"]
    assert [row.week for row in data.usage[gone]] == ["2026-W48"]
    refresh = yaml.safe_load((root / "data/refresh.yaml").read_text())
    assert refresh == {
        "day": MONDAY + timedelta(days=7),
        "asked": 24,
        "present": 23,
        "gated": 1,
        "missing": [gone],
        "renamed": {},
        "failed": {},
    }
    assert data.links.as_of == MONDAY + timedelta(days=2)
    dead = f"{week.sites.secure}/mit"
    assert {url: (one.since, one.answer) for url, one in data.links.failing.items()} == {
        dead: (data.links.as_of, "404")
    }
    assert list(data.links.answered) == [address for address in week.addresses if address != dead]
    first = git(root, "rev-list", "--max-parents=0", "main").strip()
    paths = git(root, "diff", "--name-only", first, "main").splitlines()
    assert {path.split("/")[1] for path in paths} == {"hub", "usage", "changes", "refresh.yaml", "links.yaml"}
    assert not [path for path in paths if "-of-" in path]
