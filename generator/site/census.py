"""Counts what a page holds that can act: run, load, redirect, submit or leave the site.

The page is read as a browser reads it, by Lexbor, which follows the HTML standard's parsing rules.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

_TAGS = frozenset({
    "animate", "animatemotion", "animatetransform", "applet", "base", "embed", "foreignobject", "form", "frame",
    "frameset", "iframe", "image", "link", "math", "meta", "noembed", "noframes", "noscript", "object", "param",
    "plaintext", "portal", "script", "set", "style", "template", "use", "xmp",
})  # fmt: skip
"""Elements that act by themselves, or whose content a browser may read in another way than a parser."""

_ATTRIBUTES = frozenset({
    "action", "attributionsrc", "autofocus", "background", "contenteditable", "formaction", "http-equiv", "is",
    "manifest", "nonce", "ping", "poster", "shadowrootmode", "srcdoc", "srcset", "style", "target", "usemap",
})  # fmt: skip
_ADDRESSES = frozenset({"href", "src", "data", "xlink:href", "cite", "longdesc", "lowsrc", "dynsrc"})
_LINKING = frozenset({"a", "area"})
_DATA_TYPES = frozenset({"application/json", "application/ld+json"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x20]+|[\x00-\x20]+$")
"""What a browser drops from an address: https://url.spec.whatwg.org/#concept-basic-url-parser."""
_SHOWN = 160
_VARYING = frozenset({"og:title", "og:description", "og:url", "og:image"})
"""Properties whose texts differ from page to page: they are read by others, and do nothing here."""


@dataclass(slots=True)
class Census:
    """What one page holds.

    Args:
        head: What can act in the head, as it would be written, and how often.
        body: The same of the body.
        scripts: Texts of the scripts that stand in the page and run.
        addresses: Addresses inside the site that the page points to.
        ids: Every id, as often as it stands there.
        headings: How many ``<h1>`` there are.
    """

    head: Counter[str] = field(default_factory=Counter)
    body: Counter[str] = field(default_factory=Counter)
    scripts: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    headings: int = 0


def take_census(html: str, url: str = "") -> Census:
    """Count what a page holds.

    Args:
        html: The page.
        url: Its address below the site's root, which stands in its canonical link.
    """
    census = Census()
    root = LexborHTMLParser(html).root
    found = census.head
    for node in root.traverse(include_text=False) if root else ():
        tag = node.tag or ""
        if tag == "body":
            found = census.body
        attributes = node.attributes
        if tag in _TAGS:
            found[_describe(node, attributes, url)] += 1
            if tag == "script" and "src" not in attributes and attributes.get("type") not in _DATA_TYPES:
                census.scripts.append(node.text(deep=True))
        elif tag == "h1":
            census.headings += 1
        for name, value in attributes.items():
            if name == "id":
                census.ids.append(value or "")
            elif name in _ADDRESSES:
                _note_address(census, found, tag, name, value or "")
            elif tag not in _TAGS and (name in _ATTRIBUTES or name.startswith("on")):
                found[f'<{tag} {name}="{value or ""}">'[:_SHOWN]] += 1
    return census


def _note_address(census: Census, found: Counter[str], tag: str, name: str, value: str) -> None:
    """Count an address that leads, or loads from, where a page may not; note one inside the site."""
    text = _IGNORED.sub("", value)
    scheme = _SCHEME.match(text)
    if scheme is None and "\\" not in text and not text.startswith("//"):
        if name != "cite":
            census.addresses.add(value)
    elif tag not in _TAGS and not (tag in _LINKING and _leads_out(text)):
        found[f'<{tag} {name}="{value}">'[:_SHOWN]] += 1


def _leads_out(text: str) -> bool:
    """Whether an address is that of a page elsewhere: https, without credentials and backslashes."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.netloc) and "@" not in parts.netloc and "\\" not in text


def _describe(node: LexborNode, attributes: Mapping[str, str | None], url: str) -> str:
    """Return an element as it would be written, without what differs from page to page."""
    shown = []
    for name, value in attributes.items():
        text = value or ""
        if name == "content" and (attributes.get("name") == "description" or attributes.get("property") in _VARYING):
            text = ""
        elif name == "href" and url and attributes.get("rel") == "canonical":
            text = text.removesuffix(url)
        shown.append(f' {name}="{text}"')
    runs = node.tag in ("script", "style") and attributes.get("type") not in _DATA_TYPES
    return f"<{node.tag}{''.join(shown)}>{node.text(deep=True) if runs else ''}"
