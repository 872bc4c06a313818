"""The workflows: pinned, without rights they do not need, and nothing but targets of the Makefile."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import PROJECT

FOLDER = PROJECT / ".github/workflows"
TEXTS = {path.name: path.read_text() for path in sorted(FOLDER.iterdir())}
WORKFLOWS = {name: yaml.load(text, Loader=yaml.BaseLoader) for name, text in TEXTS.items()}  # noqa: S506  text only
ACTION_TEXT = (PROJECT / ".github/actions/propose/action.yml").read_text()
ACTION = yaml.load(ACTION_TEXT, Loader=yaml.BaseLoader)  # noqa: S506  text only
OURS = "$/.github/actions/propose"
"""The steps that two workflows share, at the commit that is running."""

MAKEFILE = (PROJECT / "Makefile").read_text()
JOBS = [(name, id_, job) for name, workflow in WORKFLOWS.items() for id_, job in workflow["jobs"].items()]
STEPS = [(name, id_, step) for name, id_, job in JOBS for step in job["steps"]]
STEPS += [("action.yml", "propose", step) for step in ACTION["runs"]["steps"]]
RUNS = [(name, id_, step["run"]) for name, id_, step in STEPS if "run" in step]
WRITES = {
    ("links.yml", "failure"): {"issues"},
    ("refresh.yml", "failure"): {"issues"},
    ("publish.yml", "deploy"): {"pages", "id-token"},
}
"""The only jobs whose token may write, and what."""


def test_the_workflows_are_these():
    assert list(WORKFLOWS) == ["ci.yml", "links.yml", "publish.yml", "refresh.yml"]
    assert len(JOBS) == 13
    assert [path.name for path in (PROJECT / ".github/actions").iterdir()] == ["propose"]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_has_no_rights_by_itself(name):
    workflow = WORKFLOWS[name]
    assert workflow["permissions"] == {}
    assert set(workflow["concurrency"]) == {"group", "cancel-in-progress"}
    assert not {"pull_request_target", "workflow_run", "issue_comment", "issues"} & set(workflow["on"])


@pytest.mark.parametrize(("name", "id_", "job"), JOBS)
def test_a_job_has_a_timeout_and_only_the_rights_it_needs(name, id_, job):
    assert 0 < int(job["timeout-minutes"]) <= 60
    assert {key for key, value in job["permissions"].items() if value == "write"} == WRITES.get((name, id_), set())
    assert set(job["permissions"].values()) <= {"read", "write"}


def test_every_action_is_pinned_by_a_full_hash_with_its_version():
    texts = (*TEXTS.values(), ACTION_TEXT)
    uses = [line for text in texts for line in text.splitlines() if "uses:" in line]
    assert len(uses) == sum("uses" in step for _, _, step in STEPS)
    pinned = re.compile(r"uses: ([\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\$/\.github/actions/propose)$")
    assert [line for line in uses if not pinned.search(line)] == []


def test_an_action_has_one_pin_everywhere():
    pins = {step["uses"].partition("@") for _, _, step in STEPS if "uses" in step}
    assert len(pins) == len({action for action, _, _ in pins})


def test_no_checkout_leaves_its_token_behind():
    checkouts = [step for _, _, step in STEPS if step.get("uses", "").startswith("actions/checkout@")]
    assert len(checkouts) == 12
    assert all(step["with"]["persist-credentials"] == "false" for step in checkouts)


def test_nothing_is_expanded_into_a_command():
    assert RUNS
    assert [(name, run) for name, _, run in RUNS if "${{" in run] == []
    assert not [name for name, text in TEXTS.items() if "github.event" in text or "github.head_ref" in text]


@pytest.mark.parametrize(("name", "id_", "run"), RUNS)
def test_a_step_runs_targets_of_the_makefile(name, id_, run):
    target = re.fullmatch(r'make ([a-z -]+?)( >> "\$GITHUB_STEP_SUMMARY")?', run)
    assert target, (name, id_)
    assert all(re.search(rf"^{word}:", MAKEFILE, re.MULTILINE) for word in target[1].split())


def test_a_secret_is_in_one_job_and_one_step():
    secrets = {name: re.findall(r"secrets\.(\w+)", text) for name, text in TEXTS.items()}
    assert {name: found for name, found in secrets.items() if found} == {
        "links.yml": ["APP_PRIVATE_KEY"],
        "refresh.yml": ["HF_TOKEN", "APP_PRIVATE_KEY"],
    }
    assert ACTION_TEXT.count("inputs.private-key") == 1


def name_steps(steps):
    return [step.get("run") or step["uses"].partition("@")[0] for step in steps]


def test_the_token_that_writes_comes_after_the_data_was_read():
    steps = name_steps(ACTION["runs"]["steps"])
    assert steps[-3:] == ["make prepare", "actions/create-github-app-token", "make propose"]


def test_what_proposes_does_so_in_one_way_and_never_twice_at_a_time():
    assert [name for name, text in TEXTS.items() if OURS in text] == ["links.yml", "refresh.yml"]
    for name in ("links.yml", "refresh.yml"):
        job = WORKFLOWS[name]["jobs"]["propose"]
        assert name_steps(job["steps"]) == ["actions/checkout", OURS]
        assert job["environment"] == "refresh"
        assert WORKFLOWS[name]["concurrency"] == {"group": "refresh", "cancel-in-progress": "false"}


def test_the_check_of_links_has_no_secret_and_blocks_nothing():
    links = WORKFLOWS["links.yml"]["jobs"]["links"]
    assert "secrets" not in str(links)
    assert "GH_TOKEN" not in str(links)
    assert "pull_request" not in WORKFLOWS["links.yml"]["on"]


def test_schedules_are_off_the_hour_and_alone_in_their_file():
    for name, workflow in WORKFLOWS.items():
        if "schedule" in workflow["on"]:
            assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}, name
            assert workflow["on"]["schedule"][0]["cron"].split()[0] not in {"0", "30"}


def test_every_shard_of_the_matrix_is_one_of_its_total():
    job = WORKFLOWS["refresh.yml"]["jobs"]["fetch"]
    shards = job["strategy"]["matrix"]["shard"]
    assert shards == [str(number) for number in range(1, len(shards) + 1)]
    assert f"SHARD: ${{{{ matrix.shard }}}}/{len(shards)}" in TEXTS["refresh.yml"]
    assert job["name"].endswith(f"of {len(shards)}")


def test_python_is_tested_from_the_oldest_we_support():
    versions = WORKFLOWS["ci.yml"]["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert versions == ["3.11", "3.12", "3.13", "3.14"]
    assert f'requires-python = ">={versions[0]}"' in (PROJECT / "pyproject.toml").read_text()


def test_zizmor_finds_nothing():
    command = [Path(sys.executable).parent / "zizmor", "--offline", "--persona", "pedantic", "--no-progress", "--quiet"]
    done = subprocess.run([*command, PROJECT / ".github"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_scripts_stop_at_the_first_error():
    scripts = sorted((PROJECT / ".ci").iterdir())
    named = {"carry", "check-links", "fetch-shard", "join-shards", "prepare", "propose", "smoke"}
    assert {path.name for path in scripts} >= named
    for path in scripts:
        assert path.stat().st_mode & 0o111
        assert re.search(r"^set -euo pipefail$", path.read_text(), re.MULTILINE)
        assert subprocess.run(["bash", "-n", path], check=False).returncode == 0
