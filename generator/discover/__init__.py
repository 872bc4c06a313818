"""Finds what publishers have on the Hub that no family holds yet, and where it belongs."""

from generator.discover.placing import place
from generator.discover.proposing import Found, Place, Places, find_homes, propose

__all__ = ["Found", "Place", "Places", "find_homes", "place", "propose"]
