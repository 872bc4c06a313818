"""Kinds of files that people may lay into ``docs/``: none that a browser would open as a document or run."""

from __future__ import annotations

from pathlib import PurePosixPath

FIX = "turn it into a kind that only shows, as PNG or WebP, or remove it"

_SHOWN = frozenset({".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".webp", ".woff2"})
_OURS = frozenset({
    "assets/catalogue.css", "assets/catalogue.js", "assets/mark.svg", "assets/match.js", "assets/models.js",
})  # fmt: skip
"""What is of another kind and belongs to the project."""

_THEME = frozenset({
    "theme/main.html", "theme/partials/footer.html", "theme/partials/header.html", "theme/partials/logo.html",
})  # fmt: skip
"""Our overrides of the theme: whatever lies there is run as a template, drawings and hidden files too."""


def only_shows(name: str) -> bool:
    """Whether a file of the site can do nothing by itself, or is the project's own.

    Args:
        name: Its path below the site's root.
    """
    return name in _OURS or PurePosixPath(name).suffix.lower() in _SHOWN


def may_stand(name: str) -> bool:
    """Whether a hand-written file may stand in ``docs/``: a page, a template of the theme, or what only shows.

    Args:
        name: Its path below ``docs/``.
    """
    path = PurePosixPath(name)
    if path.parts[0] == "theme":
        return name in _THEME or (path.parent.as_posix() == "theme/leaf" and path.suffix == ".html")
    return path.name.startswith(".") or path.suffix == ".md" or only_shows(name)
