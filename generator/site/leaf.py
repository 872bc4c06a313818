"""Makes the leaf templates: Material's own page around a body, rendered once for each place and cut.

MkDocs spends most of a page's time in Material's template, although only title, description, address
and body differ between pages of one folder. So a probe page is built for each such folder, and its
HTML, cut where those four stand, becomes the template of all pages there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.site.probe import BODY, DESCRIPTION, IMAGE, PLACES, POLICY, TITLE, write_leaf

if TYPE_CHECKING:
    from pathlib import Path

    from generator.workspace import Workspace


def cut(html: str, address: str) -> str:
    """Return a probe's HTML as a template.

    Args:
        html: The page of a probe.
        address: The probe's address below the site's root.
    """
    names = {
        TITLE: "page.meta.title",
        DESCRIPTION: "page.meta.description",
        IMAGE: "page.meta.image",
        BODY: "page.content",
        address: "page.url",
    }
    pieces = re.split("(" + "|".join(map(re.escape, names)) + ")", html)
    return "".join(f"{{{{ {names[piece]} }}}}" if piece in names else _quote(piece) for piece in pieces)


def _quote(html: str) -> str:
    """Return HTML as a template that gives it back, whatever it holds of a template's own marks."""
    return "{% raw %}" + html.replace("{%", "{% endraw %}{{ '{%' }}{% raw %}") + "{% endraw %}"


def write_leaves(workspace: Workspace, probe: Path, policy: str) -> None:
    """Lay the leaf templates and the policy down as overrides of the theme.

    Args:
        workspace: Whose theme.
        probe: The site built without data.
        policy: The element that stands for the policy in each page.
    """
    write_leaf(workspace, "policy", policy)
    for name, place in PLACES.items():
        html = (probe / place / "index.html").read_text(encoding="utf-8")
        write_leaf(workspace, name, cut(html.replace(POLICY, policy), f"{place}/"))
