"""Refreshes ``data/hub`` and the histories from the Hub, and never loses what was known."""

from generator.refresh.asking import ask
from generator.refresh.joining import join_shards
from generator.refresh.plan import WHOLE, Place, Shard, list_repos, plan
from generator.refresh.report import count, explain_doubt, write_report
from generator.refresh.result import Outcome, Result
from generator.refresh.run import refresh
from generator.refresh.saving import hold_lock, save

__all__ = [
    "WHOLE",
    "Outcome",
    "Place",
    "Result",
    "Shard",
    "ask",
    "count",
    "explain_doubt",
    "hold_lock",
    "join_shards",
    "list_repos",
    "plan",
    "refresh",
    "save",
    "write_report",
]
