"""Drafts of families: their repositories sorted into series, variants and builds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.catalogue.slugs import is_taken_anchor, make_slug, make_title
from generator.discover.naming import Packing, find_line, read_packing
from generator.draft.lines import explain, indent, list_words, offer, write_pair
from generator.draft.tasks import find_purpose
from generator.records.base import TO_WRITE
from generator.records.vocabulary import Format, Purpose
from generator.schema import name_schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.draft.known import Known


class FamilyWords(NamedTuple):
    """What a person said of a family; None is left to write."""

    title: str | None = None
    publisher: str | None = None
    summary: str | None = None
    homepage: str | None = None


class SeriesWords(NamedTuple):
    """What a person said of a series; None is left to write, or taken from what is known."""

    purpose: str | None = None
    summary: str | None = None


class SeriesDraft(NamedTuple):
    """Repositories of one line of models: each variant with its builds."""

    id: str
    title: str
    variants: Mapping[str, Sequence[str]]
    purpose: Purpose | None = None
    words: SeriesWords = SeriesWords()


def arrange(known: Mapping[str, Known]) -> list[SeriesDraft]:
    """Return the series that repositories fall into by their names, in the order they were given.

    Args:
        known: What is known of each repository.
    """
    names = {repo.partition("/")[2].lower(): repo for repo in known}
    bases = {repo: base for repo in known if (base := _find_base(repo, known, names))}
    lines: dict[str, dict[str, list[str]]] = {}
    titles: dict[str, str] = {}
    for repo in known:
        if repo not in bases:
            name = repo.partition("/")[2]
            title = name[: len(find_line(name))]
            titles.setdefault(_make_id(title), title)
            lines.setdefault(_make_id(title), {})[repo] = []
    for variants in lines.values():
        for repo, builds in variants.items():
            builds += [build for build, base in bases.items() if base == repo]
    tasks = {id_: {known[repo].facts.pipeline_tag for repo in lines[id_]} for id_ in lines}
    return [SeriesDraft(id_, titles[id_], lines[id_], find_purpose(tasks[id_])) for id_ in lines]


def _make_id(title: str) -> str:
    """Return the id of a series: that of its title, unless every family page has an anchor of this name."""
    slug = make_slug(title)
    return f"series-{slug}" if is_taken_anchor(slug) else slug


def _find_base(repo: str, known: Mapping[str, Known], names: Mapping[str, str]) -> str | None:
    """Return the repository of the same draft that a repository is a build of."""
    packing = read_packing(repo.partition("/")[2])
    if packing is None:
        return None
    facts = known[repo].facts
    stated = facts.base_models if facts.base_models and facts.base_model_relation == "quantized" else ()
    found = [names.get(packing.stem.lower()), *(base for base in stated if base in known)]
    return next((base for base in found if base and base != repo and not read_packing(base)), None)


def draft_family(family_id: str, words: FamilyWords, series: Sequence[SeriesDraft], known: Mapping[str, Known]) -> str:
    """Return the text of a new family file.

    Args:
        family_id: Its id.
        words: What a person said of it.
        series: Its series.
        known: What is known of each repository.
    """
    return (
        f"{name_schema('family')}"
        f"{explain(f'Family {family_id}. Replace every “{TO_WRITE}”, then run: catalogue check')}"
        "# Words, purposes and formats: docs/contribute/index.md\n\n"
        f"{explain('Its name, as the publisher writes it.')}"
        f"{write_pair('title', words.title or make_title(family_id).title())}"
        f"{explain('Id of a file in data/publishers/. A new one is drafted by: catalogue new publisher')}"
        f"{write_pair('publisher', words.publisher, 'the id of its publisher')}"
        f"{explain('What it is and who made it: plain words of your own, no praise.')}"
        f"{write_pair('summary', words.summary, 'one to three plain sentences of your own')}"
        f"{explain('Where its publisher writes about it, its code, and its papers: only what you have opened.')}"
        f"{offer('homepage', words.homepage, 'https://...')}"
        "# repository: https://github.com/...\n"
        "# papers: [arXiv:2505.09388]\n"
        f"{explain('A series has one purpose and one generation.')}"
        "series:\n" + "".join(draft_series(one, known, explained=one is series[0]) for one in series)
    )


def draft_series(series: SeriesDraft, known: Mapping[str, Known], *, explained: bool = True) -> str:
    """Return one series of a family as an item of its list, with or without words on what its fields mean."""
    purpose, summary = series.words
    say = explain if explained else lambda _: ""
    pairs = (
        write_pair("title", series.title),
        say(f"One of: {list_words(Purpose)}."),
        write_pair("purpose", purpose or series.purpose, "what it is for"),
        write_pair("summary", summary, "one sentence on what this series is for"),
        say("The day its weights could first be downloaded, where a source says so."),
        "# released: 2026-01-31\n",
        say("A variant is one set of trained weights and gets a page."),
        "variants:\n",
        *(draft_variant(repo, builds, known) for repo, builds in series.variants.items()),
    )
    about = say("Its id is part of addresses and stays for good.")
    return f"{about}- {write_pair('id', series.id)}{indent(''.join(pairs), 2)}"


def draft_variant(repo: str, builds: Sequence[str], known: Mapping[str, Known]) -> str:
    """Return one variant with its builds as an item of its series' list."""
    text = f"{explain(known[repo].words)}- repo: {repo}\n"
    if not builds:
        return text
    note = explain(f"The same weights packed again, in one of: {list_words(Format)}.")
    return text + indent(f"{note}builds:\n{_write_builds(builds)}", 2)


def _write_builds(builds: Sequence[str]) -> str:
    packings = ((repo, read_packing(repo.partition("/")[2])) for repo in builds)
    return "".join(f"- {write_build(repo, packing)}\n" for repo, packing in packings if packing)


def write_build(repo: str, packing: Packing) -> str:
    """Return a build as YAML on one line."""
    bits = f", bits: {packing.bits}" if packing.bits else ""
    return f"{{repo: {repo}, format: {packing.format}{bits}}}"
