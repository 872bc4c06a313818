"""Keeps what the libraries under us have to say from the terminal: some of it is the Hub's words, as they came."""

from __future__ import annotations

import logging

_TALKERS = ("huggingface_hub", "httpx2", "httpcore2")


def silence() -> None:
    """Let the loggers of the client and of its libraries print nothing; the first has a handler of its own."""
    for name in _TALKERS:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [logging.NullHandler()], False
