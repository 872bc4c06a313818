"""Refreshes a catalogue again and again while the Hub changes and breaks at random, and checks that nothing is lost.

``make soak`` runs it at length: 200 runs over 1,000 repositories. A seed makes each sequence repeatable.
What holds after each run, whatever happened in it:

- each fact of each repository is what it was before or what the Hub truly says now, and a known one never
  becomes unknown unless the Hub truly no longer states it;
- a file of a repository that was not asked for keeps its bytes;
- the log of changes and the weekly rows only grow;
- a run that is doubted, or whose token is refused, changes no file.

At the end the faults are taken away, and one more run brings every record to what the Hub says.
"""

import os
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from fetching import lay_out_families
from loopback_hub import CONFIG, FAULTS, LoopbackHub

from generator import refresh, store
from generator.hub import Answer, Hub, Limits, TokenError, read_answer
from generator.records import HubRecord

LIMITS = Limits(backoff_seconds=0.002, read_seconds=1.0, total_seconds=1.5)
START = date(2026, 1, 5)
EACH = 10
"""Repositories of a family."""

OF_LISTINGS = ("link-other-host", "link-itself")
SLOW = frozenset(
    {"silent", "trickle", "trickle-headers", "429-seconds", "429-date", "429-ratelimit", "bomb", "flood", "gzip-hollow"}
)
SLOW_SHARE = 0.08
SLOW_EVERY = 20
"""Faults that cost seconds come more rarely, so that 200 runs end within minutes; one of them in every 20th run."""

LICENSES = ("mit", "apache-2.0", "other", "llama3.1", None)
TASKS = ("text-generation", "any-to-any", "image-text-to-text", None)


@dataclass
class Soak:
    """The state that lives through all runs."""

    workspace: object
    hub: LoopbackHub
    data: object
    rng: random.Random
    seen: Counter

    def truth(self, repo):
        """Return the record that the Hub's present answer makes, without a network between."""
        model = self.hub.models[repo]
        return read_answer(Answer(repo, model, config=CONFIG), None)[0]

    def change(self, repos):
        """Let the Hub change a few repositories."""
        for repo in self.rng.sample(repos, self.rng.randint(0, 8)):
            license_ = self.rng.choice(LICENSES)
            count = self.rng.choice((1_000_000_000, 8_190_735_360, 70_000_000_000))
            self.hub.models[repo].update(
                sha=f"{self.rng.getrandbits(160):040x}",
                gated=self.rng.choice((False, False, "auto", "manual")),
                pipeline_tag=self.rng.choice(TASKS),
                cardData={"language": ["en"], **({"license": license_} if license_ else {})},
                tags=[f"license:{license_}"] if license_ else ["custom_code"],
                safetensors={"parameters": {"BF16": count}, "total": count},
                likes=self.rng.randint(0, 10_000),
            )
            self.hub.sizes[repo] = {"model.safetensors": 2 * count}

    def break_some(self, repos, number):
        """Script faults, on few or on many repositories, on files and on listings; slow ones in turn, too."""
        self.hub.faults.clear()
        self.hub.renamed.clear()
        names = [name for name in FAULTS if name not in OF_LISTINGS and name != "401-token"]
        for repo in self.rng.sample(repos, self.rng.choice((0, 1, 2, 3, 4, 5, 12))):
            name = self.rng.choice(names)
            if name in SLOW and self.rng.random() > SLOW_SHARE:
                name = self.rng.choice([other for other in names if other not in SLOW])
            target = self.rng.choice((repo, repo, f"config:{repo}"))
            self.hub.faults[target] = [name, "*"] if self.rng.random() < 0.7 else [name]
            self.seen[name] += 1
        if number % SLOW_EVERY == 0:
            name = sorted(SLOW)[number // SLOW_EVERY % len(SLOW)]
            self.hub.faults[self.rng.choice(repos)] = [name]
            self.seen[name] += 1
        if self.rng.random() < 0.2:
            repo = self.rng.choice(repos)
            self.hub.renamed[repo] = f"{repo}-new"
            self.hub.models[f"{repo}-new"] = {**self.hub.models[repo], "id": f"{repo}-new"}
        if self.rng.random() < 0.3:
            organization = self.rng.choice(repos).partition("/")[0]
            name = self.rng.choice((*OF_LISTINGS, "html", "500", "deep", "closed", "list", "null"))
            self.hub.faults[f"list:{organization}"] = [name, "*"]
            self.seen[name] += 1

    def run(self, number):
        """Run once, and check what has to hold."""
        families = self.rng.sample(sorted(self.data.families), min(5, len(self.data.families)))
        places = refresh.plan(self.data, families, folder=self.workspace.families)
        repos = [place.repo for place in places]
        self.change(repos)
        self.break_some(repos, number)
        before = self.read_files()
        day = START + timedelta(days=number)
        token = "hf_wrong" if self.rng.random() < 0.03 else None
        try:
            with Hub(self.hub.endpoint, token, LIMITS) as access:
                outcome = refresh.refresh(access, places, self.data, day)
        except TokenError:
            assert token
            assert self.read_files() == before
            self.seen["401-token"] += 1
            return
        assert token is None
        if outcome.is_doubtful:
            self.seen["doubtful"] += 1
            assert self.read_files() == before
            return
        refresh.save(self.workspace, outcome)
        self.check(before, repos)

    def read_files(self):
        """Return the bytes of the files, each kind apart."""
        return {
            kind: {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
            for kind, folder in (
                ("hub", self.workspace.hub),
                ("usage", self.workspace.usage),
                ("changes", self.workspace.changes),
            )
        }

    def check(self, before, repos):
        after = self.read_files()
        asked = {self.workspace.hub / f"{repo}.yaml": repo for repo in repos}
        for path, content in before["hub"].items():
            if path not in asked:
                assert after["hub"][path] == content, path
        for path, content in before["changes"].items():
            assert after["changes"][path].startswith(content), path
        for path, content in before["usage"].items():
            assert set(content.splitlines()) <= set(after["usage"][path].splitlines()), path
        known = dict(self.data.hub)
        for path, repo in asked.items():
            record, problems = store.read_record(path, HubRecord)
            assert not problems, problems
            self.check_record(repo, known[repo], record)
            known[repo] = record
        problems = []
        usage = dict(self.data.usage)
        for family in {path.stem for path in after["usage"]}:
            if after["usage"].get(self.workspace.usage / f"{family}.csv") != before["usage"].get(
                self.workspace.usage / f"{family}.csv"
            ):
                rows, problems = store.read_usage(self.workspace.usage / f"{family}.csv")
                for row in sorted(rows, key=lambda row: row.week):
                    usage[row.repo] = (*(old for old in usage.get(row.repo, ()) if old.week != row.week), row)
        assert not problems
        self.data = replace(self.data, hub=known, usage=usage)

    def check_record(self, repo, old, new):
        truth = self.truth(repo)
        for field in HubRecord.model_fields:
            was, now, true = getattr(old, field), getattr(new, field), getattr(truth, field)
            allowed = [was, true]
            if field == "gated":
                allowed.append(True)  # all that a wholly gated answer tells
            if field == "license":
                allowed.append("other")  # one that the Hub states in a way that cannot be read
            if field in ("architecture", "revision"):
                allowed.append(None)  # a configuration that describes none; an answer without a sound revision
            if field == "missing_since" and was is None:
                continue
            assert now in allowed, (repo, field, was, now, true)


def lay_out(root, hub, count):
    """Write a catalogue of so many repositories, and let the Hub have them."""
    families = {
        f"family-{number}": [f"org{number % 20}/model-{number}-{n}b" for n in range(EACH)]
        for number in range(count // EACH)
    }
    for repos in families.values():
        for repo in repos:
            hub.add(repo)
            hub.sizes[repo] = {"model.safetensors": 2 * 8_190_735_360}
    return lay_out_families(root, families)


def soak(folder, runs, count, seed):
    """Run so many times; return how often each fault came.

    Raises:
        AssertionError: When something was lost.
    """
    hub, stranger = LoopbackHub().start(), LoopbackHub().start()
    hub.foreign = stranger.endpoint
    hub.authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    os.environ["SSL_CERT_FILE"] = str(folder / "authority.pem")
    workspace = lay_out(folder / "root", hub, count)
    state = Soak(workspace, hub, store.load(workspace), random.Random(seed), Counter())  # noqa: S311  repeatable
    everything = refresh.plan(state.data, folder=workspace.families)
    try:
        with Hub(hub.endpoint, None, LIMITS) as access:
            refresh.save(workspace, refresh.refresh(access, everything, state.data, START))
        state.data = store.load(workspace)
        for number in range(1, runs + 1):
            state.run(number)
        hub.faults.clear()
        hub.renamed.clear()
        last = START + timedelta(days=runs + 7)
        with Hub(hub.endpoint, None, LIMITS) as access:
            refresh.save(workspace, refresh.refresh(access, everything, store.load(workspace), last))
        records = store.load(workspace).hub
        for place in everything:
            truth = state.truth(place.repo)
            differing = {
                field
                for field in HubRecord.model_fields
                if getattr(records[place.repo], field) != getattr(truth, field)
            }
            if hub.models[place.repo]["gated"] and records[place.repo].architecture is None:
                differing.discard("architecture")  # an empty configuration came, and nobody is shown the true one now
            assert not differing, (place.repo, differing)
        assert stranger.requests == []
    finally:
        hub.stop()
        stranger.stop()
    return state.seen


def main(runs, count, seed):
    """Print what happened."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        seen = soak(Path(folder), runs, count, seed)
    sys.stdout.write(f"{runs} runs over {count:,} repositories in {time.perf_counter() - start:.0f} s, nothing lost.\n")
    sys.stdout.write(", ".join(f"{name} {times}" for name, times in sorted(seen.items())) + "\n")


if __name__ == "__main__":
    if not all(word.isascii() and word.isdecimal() for word in sys.argv[1:4]):
        sys.exit("make soak: give SEED a number, as SEED=7")
    main(*(int(word) for word in sys.argv[1:4]))
