"""Drafts of data files: what can be known from the ids alone, the rest marked for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue.slugs import make_slug, make_title
from generator.records.base import TO_WRITE
from generator.schema import name_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.records import Data


def draft_family(family_id: str, publisher: str, repos: Sequence[str], data: Data) -> str:
    """Return the text of a new family file.

    Args:
        family_id: Its id.
        publisher: Id of its publisher.
        repos: Its repositories, each a variant of one series.
        data: What is known already; names the data sets that know a repository.
    """
    variants = "".join(f"  - repo: {repo}{_known(repo, data)}\n" for repo in repos)
    return (
        f"{name_schema('family')}"
        f"# Family {family_id}. Replace every “{TO_WRITE}”, then run: catalogue check\n"
        "# Words, purposes and formats: docs/contribute/index.md\n"
        f"title: {make_title(family_id).title()}\n"
        f"publisher: {publisher}\n"
        f"summary: {TO_WRITE} one to three plain sentences of your own\n"
        "# homepage: https://...\n"
        "# repository: https://github.com/...\n"
        "series:\n"
        f"- id: {make_slug(repos[0])}\n"
        f"  title: {make_title(repos[0])}\n"
        "  purpose: general\n"
        f"  summary: {TO_WRITE} one sentence on what this series is for\n"
        "  # released: 2026-01-31\n"
        "  variants:\n"
        f"{variants}"
    )


def _known(repo: str, data: Data) -> str:
    names = [id_ for id_, record in data.reported.items() if repo in record.repos]
    return f"  # known to: {', '.join(sorted(names))}" if names else "  # no data set knows it yet"
