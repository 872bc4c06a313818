"""Small roots and runs for the tests that fetch."""

from contextlib import contextmanager
from datetime import date
from pathlib import Path

import conftest
from loopback_hub import LoopbackHub

from generator import refresh, store
from generator.hub import Hub, Limits
from generator.records import RefreshRecord
from generator.workspace import Workspace

DAY = date(2026, 11, 24)
LATER = date(2026, 12, 1)
REPOS = [f"org/model-{number}b" for number in range(1, 13)]
VICTIM = REPOS[2]
"""The repository to which everything happens."""

NEW_SHA = "f" * 40
FAST = Limits(backoff_seconds=0.01, read_seconds=2, total_seconds=4)
"""Bounds that keep a test short; the waits a server asks for stay as long as they are."""


def lay_out_families(root: Path, families: dict[str, list[str]]) -> Workspace:
    """Write a root that holds only data: a publisher per organization, a family with one series each."""
    workspace = Workspace(root)
    (root / "mkdocs.yml").parent.mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text("site_name: test\n")
    for folder in (workspace.families, workspace.publishers, workspace.licenses):
        folder.mkdir(parents=True, exist_ok=True)
    for organization in sorted({repo.partition("/")[0] for repos in families.values() for repo in repos}):
        (workspace.publishers / f"{organization.lower()}.yaml").write_text(
            f"title: {organization}\ncountry: null\nkind: company\nhub: [{organization}]\n"
            "homepage: null\nevidence: []\n"
        )
    for family, repos in families.items():
        variants = "".join(f"  - repo: {repo}\n" for repo in repos)
        (workspace.families / f"{family}.yaml").write_text(
            f"title: {family}\npublisher: {repos[0].partition('/')[0].lower()}\nsummary: Test.\nseries:\n"
            f"- id: {family}\n  title: {family}\n  purpose: general\n  summary: Test.\n  variants:\n{variants}"
        )
    return workspace


@contextmanager
def serve_hub(monkeypatch, tmp_path: Path, **options):
    """Run a Hub whose certificate is trusted meanwhile."""
    hub = LoopbackHub(**options)
    certificate = tmp_path / "authority.pem"
    hub.authority.cert_pem.write_to_path(str(certificate))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    for name in ("HF_TOKEN", "HF_ENDPOINT", "HF_HUB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "no-token"))
    hub.start()
    try:
        yield hub
    finally:
        hub.stop()


def fetch(workspace, hub, *, day=DAY, limits=FAST, token=None, **choice):
    """Run one refresh in this process, as the command does; return its outcome."""
    data = store.load(workspace)
    places = refresh.plan(data, folder=workspace.families, **choice)
    with Hub(hub.endpoint, token, limits) as access:
        outcome = refresh.refresh(access, places, data, day)
    if not outcome.is_doubtful:
        refresh.save(workspace, outcome, choice.get("shard", refresh.WHOLE))
    return outcome


def run_fetch(root: Path, hub, *words, code=0, command="fetch", env=None):
    """Run the command as a user would."""
    endpoint = {"HF_ENDPOINT": hub.endpoint} if hub else {}
    today = () if command == "discover" else ("--today", DAY.isoformat())
    return conftest.run(command, *today, *words, root=root, code=code, env=endpoint | (env or {}))


def read_tree(workspace) -> dict[str, bytes]:
    """Return every file under ``data/`` but the lock."""
    return {
        str(path.relative_to(workspace.root)): path.read_bytes()
        for path in sorted(workspace.data.rglob("*"))
        if path.is_file() and path != workspace.lock
    }


def read(workspace: Workspace, repo=VICTIM):
    """Return the record of a repository."""
    return store.load(workspace).hub[repo]


def fetch_later(workspace, hub, **given):
    """Fetch a week later, and expect that all but the victim are taken."""
    path = workspace.hub / f"{VICTIM}.yaml"
    before = path.read_bytes() if path.exists() else None
    outcome = fetch(workspace, hub, day=LATER, **given)
    result = next(result for result in outcome.results if result.repo == VICTIM)
    assert {other.state for other in outcome.results if other is not result} == {"changed"}
    data = store.load(workspace)
    assert {data.hub[repo].pipeline_tag for repo in REPOS if repo != VICTIM} == {"any-to-any"}
    if result.state == "failed":
        assert path.read_bytes() == before
        refreshed, _ = store.read_record(workspace.data / "refresh.yaml", RefreshRecord)
        assert refreshed.failed == {VICTIM: result.reason}
    return result, outcome
