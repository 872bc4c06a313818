"""``python -m generator`` is the same command as ``catalogue``."""

from generator.cli import main

main()
