"""Builds the site without data: the measure for the leaf templates, the policy and the gate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from generator.finished import mark
from generator.pages import PAGE_TYPES
from generator.pages.page import name_place
from generator.site.mkdocs import run_mkdocs
from generator.site.navigation import list_navigation
from generator.store.beneath import write_beneath

if TYPE_CHECKING:
    from collections.abc import Mapping
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
    write_leaf(workspace, "policy", POLICY)
    for name in list_navigation(workspace.config):
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


def write_leaf(workspace: Workspace, name: str, text: str) -> None:
    """Lay down a template that stands for the frame of a page."""
    leaf = workspace.leaves.relative_to(workspace.docs).as_posix()
    write_beneath(workspace.docs, f"{leaf}/{name}.html", text.encode())


def write(path: Path, text: str) -> None:
    """Write a text, and make its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
