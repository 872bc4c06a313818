"""Asks the addresses that people wrote down whether they still answer, by lychee behind a guard of ours."""

from generator.links.checker import Limits, ask, find_program
from generator.links.outcome import HEADER, Outcome, make_record
from generator.links.report import explain_doubt, sum_up, write_report

__all__ = [
    "HEADER",
    "Limits",
    "Outcome",
    "ask",
    "explain_doubt",
    "find_program",
    "make_record",
    "sum_up",
    "write_report",
]
