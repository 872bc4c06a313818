"""What a change of ``data/`` means for a reader, as Markdown: verdicts, sizes, sources, texts and pages that differ."""

from generator.diff.comparing import Difference, compare
from generator.diff.report import write_difference
from generator.diff.row import Row

__all__ = ["Difference", "Row", "compare", "write_difference"]
