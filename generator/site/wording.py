"""Whether pages that people write read as they are: links lead where they say, and no character hides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from generator.address import normalize
from generator.visible import is_invisible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from selectolax.lexbor import LexborNode

_INLINE = frozenset({"a", "code", "del", "em", "img", "span", "strong"})
"""Elements within a line; before any other a word ends."""

_WORD = re.compile(r"[^ \t\n]+")
"""Parted by common spaces only: others are as thin as a hair."""

_BEHIND_HOST = re.compile(r"[/?#]")
_IMAGE = "\0"
"""Stands for one in a line; no page holds the character."""

_LIKE_ADDRESS = re.compile(r"//|\w\.[^\W\d_]{2}|\d{1,3}(\.\d{1,3}){3}")
_ODD = re.compile("[^!-~\u00c0-\u013e\u0141-\u0148\u014a-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]")
"""All but ASCII, letters of western and central Europe, dashes, quotes and dots: others look like a slash or dot."""

_AROUND = "()[]{}<>.,;:!?'\"\u2018\u2019\u201c\u201d"


def find_misleading(html: str) -> Iterator[str]:
    """Yield what a reader of a page would take for something else.

    Args:
        html: A built page.
    """
    root = LexborHTMLParser(html).body
    nodes = tuple(root.traverse(include_text=True)) if root else ()
    for node in nodes:
        for value in (node.text(deep=False), *node.attributes.values()):
            if hidden := next((c for c in value or "" if c not in "\t\n" and is_invisible(c)), None):
                yield f"invisible character U+{ord(hidden):04X}"
        if node.tag == "img" and "#" in (node.attributes.get("src") or ""):
            yield "an image's address holds '#', by which the theme hides it in one of its colours"
    yield from _find_elsewhere(nodes)


def _find_elsewhere(nodes: Sequence[LexborNode]) -> Iterator[str]:
    """Yield what is wrong with a word that is part of a link and reads like an address, or like no word of English.

    A reader sees a title by itself, and an image or the text in its place: so an image is a word of its own.
    """
    for node in nodes:
        link = node if node.tag == "a" else _find_link(node)
        if link is not None:
            for word in _WORD.findall(" ".join(node.attributes.get(name) or "" for name in ("alt", "title"))):
                yield from _judge(word, _get_address(link))
    yield from _find_in_lines(nodes)


def _find_in_lines(nodes: Iterable[LexborNode]) -> Iterator[str]:
    text, links = "", []
    for node in nodes:
        said, link = _read(node)
        if link is not None:
            links.append((len(text), len(text) + len(said), _get_address(link)))
        text += said
    words = list(_WORD.finditer(text))
    place = 0
    for start, end, address in links:
        while place < len(words) and words[place].end() <= start:
            place += 1
        for word in words[place:]:
            if word.start() >= end:
                break
            yield from _judge(word[0], address)


def _read(node: LexborNode) -> tuple[str, LexborNode | None]:
    """Return what a node shows, and the link that it is part of."""
    if node.tag == "-text":
        return node.text(deep=False), _find_link(node)
    if node.tag == "img":
        return _IMAGE, _find_link(node)
    return ("" if node.tag in _INLINE else " "), None


def _get_address(link: LexborNode) -> str:
    return normalize(link.attributes.get("href") or "")


def _find_link(node: LexborNode) -> LexborNode | None:
    """Return the link around a node."""
    above = node.parent
    while above is not None and above.tag in _INLINE and above.tag != "a":
        above = above.parent
    return above if above is not None and above.tag == "a" and above.attributes.get("href") else None


def _judge(word: str, address: str) -> Iterator[str]:
    if word.strip(_AROUND) == _IMAGE or (address.startswith("#") and "//" not in word):
        return  # a table of contents says what headings do, the name of a file, say
    if _IMAGE in word:
        yield "an image stands within a word of a link"
        return
    if odd := _ODD.search(word):
        yield f"a link's text holds {odd[0]!r}, which looks like another character"
        return
    said = word.strip(_AROUND)
    if _LIKE_ADDRESS.search(said) and _simplify(said) != _simplify(address):
        yield f"a link says {said!r} and leads to {address!r}"


def _simplify(address: str) -> str:
    """Return an address in one of the ways to write it; only in the name of a host capitals say nothing."""
    bare = address.removeprefix("https://")
    host = _BEHIND_HOST.split(bare, maxsplit=1)[0]
    return f"{host.lower()}{bare[len(host) :]}".rstrip("/")
