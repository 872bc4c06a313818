"""Builds the site without data: the measure for the leaf templates, the policy and the gate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from generator.errors import CatalogueError, Problem
from generator.finished import mark
from generator.pages import PAGE_TYPES
from generator.pages.page import name_place
from generator.site.mkdocs import run_mkdocs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from generator.workspace import Workspace

PLACES = {name_place(kind.path): kind.path.replace("*", "probe-page") for kind in PAGE_TYPES if kind.leaf}
"""Probe page of each leaf template: links to the navigation depend on folder and depth alone."""

TITLE, DESCRIPTION, IMAGE, BODY = "PROBE-TITLE", "PROBE-DESCRIPTION", "PROBE-IMAGE", "<h1>PROBE-BODY</h1>"
POLICY = "<!-- PROBE-POLICY -->"
"""What stands for the texts that differ between pages and builds."""

_MARKDOWN = """\
# -

## -

### -

#### -

##### -

###### -

[TOC]

1. *-* **-** `-` [-](#- "-") ![-](#- "-")
2. -\\
   -  \n   -

- > -

- - -

```sh
-
```

| - | - | - |
| - | :-: | -: |
| - | - | - |

| - |
|:- |
| - |

***
"""

_PAGE = re.compile(r"([\w-]+/)*[\w-]+\.md")
_TEMPLATE = re.compile(r"^template: leaf/.*\n", re.MULTILINE)


def build_probe(
    workspace: Workspace, folder: Path, example: Mapping[str, str | bytes], environment: Mapping[str, str]
) -> Path:
    """Build a page for each leaf template, the example's pages, and every page of the navigation.

    Args:
        workspace: The catalogue whose theme and navigation they take.
        folder: An empty folder to build in.
        example: What was rendered from the example, by path below ``docs/``; only its pages are built.
        environment: Variables for MkDocs.

    Returns:
        The folder of the built site.

    Raises:
        CatalogueError: When MkDocs cannot build it.
    """
    docs, site = folder / "docs", folder / "site"
    write(workspace.leaves / "policy.html", POLICY)
    for name in _list_navigation(workspace.config):
        write(docs / name, _MARKDOWN)
    front = f"---\ntitle: {TITLE}\ndescription: {DESCRIPTION}\nimage: {IMAGE}\nhide: [navigation, toc]\n---\n"
    for place in PLACES.values():
        write(docs / place / "index.md", front + mark(BODY))
    for name, text in example.items():
        if isinstance(text, str) and name.endswith(".md"):
            write(docs / name, _TEMPLATE.sub("", text, count=1))
    config = {
        "INHERIT": str(workspace.config),
        "docs_dir": str(docs),
        "site_dir": str(site),
        "theme": {"custom_dir": str(workspace.theme)},
    }
    write(folder / "mkdocs.yml", yaml.safe_dump(config))
    run_mkdocs(folder / "mkdocs.yml", site, environment)
    return site


def write(path: Path, text: str) -> None:
    """Write a text, and make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


class _AnyTagLoader(yaml.SafeLoader):
    """Reads mkdocs.yml without evaluating its tags."""


_AnyTagLoader.add_multi_constructor("", lambda *_: None)


def _list_navigation(config: Path) -> list[str]:
    """Return the pages of the navigation; what else stands there, MkDocs judges."""
    try:
        document = yaml.load(config.read_text(encoding="utf-8"), Loader=_AnyTagLoader)  # noqa: S506  a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())[:300]
        problem = Problem(path=config, message=f"not YAML: {said}", fix="correct it, or restore it from git")
        raise CatalogueError([problem]) from None
    if not isinstance(document, dict) or "INHERIT" in document:
        message = "INHERIT names another file" if isinstance(document, dict) else "holds no keys with values"
        raise CatalogueError([Problem(path=config, message=message, fix="write out what it needs, or restore it")])
    return [name for name in _list_files(document.get("nav")) if _PAGE.fullmatch(name)]


def _list_files(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from _list_files(item)
