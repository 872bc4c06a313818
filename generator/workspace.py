"""Every path under a root folder, and by what those that rendering owns are known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

OWNED_FILES = ("index.md",)
"""Single files of ``docs/`` that rendering writes."""

MARK = ".generated"
"""Name of the empty file that allows rendering to clear a folder."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders of one catalogue.

    Args:
        root: The folder that holds ``mkdocs.yml``, ``data/`` and ``docs/``.
    """

    root: Path

    @property
    def config(self) -> Path:
        """MkDocs' configuration."""
        return self.root / "mkdocs.yml"

    @property
    def data(self) -> Path:
        """The data files."""
        return self.root / "data"

    @property
    def families(self) -> Path:
        """One file per family."""
        return self.data / "families"

    @property
    def publishers(self) -> Path:
        """One file per publisher."""
        return self.data / "publishers"

    @property
    def licenses(self) -> Path:
        """One file per license."""
        return self.data / "licenses"

    @property
    def written(self) -> tuple[Path, ...]:
        """The folders whose files people write."""
        return (self.families, self.publishers, self.licenses)

    @property
    def hub(self) -> Path:
        """One folder per Hub organization, in it one file per repository."""
        return self.data / "hub"

    @property
    def reported(self) -> Path:
        """One file per public data set."""
        return self.data / "reported"

    @property
    def usage(self) -> Path:
        """One file per family: the weekly series of its repositories."""
        return self.data / "usage"

    @property
    def changes(self) -> Path:
        """One file per year: what refreshes saw change."""
        return self.data / "changes"

    @property
    def schema(self) -> Path:
        """One JSON Schema per kind of file; they are for editors, nothing here reads them."""
        return self.data / "schema"

    @property
    def lock(self) -> Path:
        """The file a running refresh holds, so that there is only one."""
        return self.data / ".refresh.lock"

    @property
    def left_out(self) -> Path:
        """Known repositories that have no place."""
        return self.data / "left-out.yaml"

    @property
    def links(self) -> Path:
        """When the addresses in files that people write last answered."""
        return self.data / "links.yaml"

    @property
    def docs(self) -> Path:
        """MkDocs' sources: hand-written pages and the owned folders."""
        return self.root / "docs"

    @property
    def theme(self) -> Path:
        """Overrides of Material's templates."""
        return self.docs / "theme"

    @property
    def leaves(self) -> Path:
        """The leaf templates, made anew before each build."""
        return self.theme / "leaf"

    @property
    def site(self) -> Path:
        """Where a build goes unless told otherwise."""
        return self.root / "site"

    def shorten(self, path: Path) -> Path:
        """Return ``path`` relative to the root where it lies under it."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path


EXAMPLE = Workspace(Path(__file__).parent / "example")
"""Data of a family that does not exist: what a build without anybody's data is made from."""
