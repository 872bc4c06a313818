"""Counts what a page holds that can act: run, load, redirect, submit or leave the site.

The page is read as a browser reads it, by Lexbor, which follows the HTML standard's parsing rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from generator.address import leads_out, normalize, stays_here

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selectolax.lexbor import LexborNode

_TAGS = frozenset({
    "animate", "animatecolor", "animatemotion", "animatetransform", "applet", "base", "dialog", "discard", "embed",
    "fencedframe", "foreignobject", "form", "frame", "frameset", "iframe", "image", "link", "math", "meta", "noembed",
    "noframes", "noscript", "object", "param", "plaintext", "portal", "script", "set", "style", "template", "textarea",
    "title", "use", "xmp",
})  # fmt: skip
"""Elements that act by themselves, or whose content a browser may read in another way than a parser."""

_ATTRIBUTES = frozenset({
    "action", "attributionsrc", "autofocus", "background", "command", "commandfor", "contenteditable", "formaction",
    "http-equiv", "is", "manifest", "nonce", "ping", "popover", "popovertarget", "poster", "shadowrootmode", "srcdoc",
    "srcset", "style", "target", "usemap", "xml:base",
})  # fmt: skip
_PAINT = frozenset({
    "clip-path", "cursor", "fill", "filter", "marker", "marker-end", "marker-mid", "marker-start", "mask", "stroke",
})  # fmt: skip
"""Attributes of drawings that may load from an address, in the notation of style sheets."""

_LOADS = re.compile(r"[(\\]")
"""How a style sheet's value names an address: by a function, or by an escape that may spell one."""

_ADDRESSES = frozenset({"href", "src", "data", "xlink:href", "cite", "longdesc", "lowsrc", "dynsrc"})
_LINKING = frozenset({"a", "area"})
_DATA_TYPES = frozenset({"application/json", "application/ld+json"})
_NAMED = frozenset({"a", "button", "details", "fieldset", "input", "map", "meta", "output", "select", "textarea"})
"""Elements that may have a name; that of any other could stand in the place of a property of the document."""

_ACTING = frozenset({"annotate", "found", "mermaid", "tabbed-set", "tray"})
"""Classes of our own that lay an element over others, and those for which Material's script changes or loads."""

_HANDLES = ("on", "data-md-", "data-clipboard", "data-preview", "data-tabs")
"""How attributes begin that run, or that Material's script acts on."""

_THEME = frozenset({
    "md-ellipsis", "md-icon", "md-nav", "md-nav--secondary", "md-nav__icon", "md-nav__item", "md-nav__link",
    "md-nav__list", "md-nav__title",
})  # fmt: skip
"""Classes of Material's table of contents, which differs from page to page and covers nothing."""

_SHOWN = 160
_VARYING = frozenset({"og:title", "og:description", "og:url", "og:image"})
"""Properties whose texts differ from page to page: they are read by others, and do nothing here."""


_UNSEEN = re.compile(r"<image\b", re.IGNORECASE)
"""Lexbor drops this element in a table, of which a browser makes an ``<img>``."""

_HOST = re.compile(r"//([^/\s?#]+)|((?:[a-z0-9-]+\.)+[a-z]{2,})(?=/)", re.IGNORECASE)
_LOOKED_AT = 500
"""Characters of a link's text: the pattern takes the square of their number. No title is longer."""

_SLASHES = str.maketrans("\u2044\u2215\u29f8", "///")

_SETTINGS = "__config"
"""Id of the data that Material's script takes its settings from."""

_LANGUAGE = "language-"
"""How the class of a block of code begins; its language may be any."""

Shape = tuple[str, str, str]
"""An element's name; that and the name of an attribute; or these and a class. What is left out is empty."""


@dataclass(slots=True)
class Census:
    """What one page holds.

    Args:
        head: What can act in the head, as it would be written, and how often.
        body: The same of the body.
        scripts: Texts of the scripts that stand in the page and run.
        addresses: Addresses inside the site that the page points to, normalized.
        ids: Every id, as often as it stands there.
        headings: How many ``<h1>`` there are.
        shapes: Every kind of element, each with its kinds of attributes and its classes.
    """

    head: Counter[str] = field(default_factory=Counter)
    body: Counter[str] = field(default_factory=Counter)
    scripts: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    headings: int = 0
    shapes: set[Shape] = field(default_factory=set)


def take_census(html: str, url: str = "") -> Census:
    """Count what a page holds.

    Args:
        html: The page.
        url: Its address below the site's root, which stands in its canonical link as MkDocs quotes it.
    """
    census = Census()
    if _UNSEEN.search(html):
        census.body["<image>"] += 1
    root = LexborHTMLParser(html).root
    found = census.head
    for node in root.traverse(include_text=False) if root else ():
        tag = (node.tag or "").lower()  # the parser spells foreignObject as drawings do
        if tag == "body":
            found = census.body
        attributes = node.attributes
        census.shapes.add((tag, "", ""))
        if tag in _TAGS and not _names_drawing(node, tag):
            found[_describe(node, attributes, url)] += 1
            if tag == "script" and "src" not in attributes and attributes.get("type") not in _DATA_TYPES:
                census.scripts.append(node.text(deep=True))
        elif tag == "h1":
            census.headings += 1
        for name, value in attributes.items():
            _count(census, found, node, name, value or "")
    return census


def _names_drawing(node: LexborNode, tag: str) -> bool:
    """Whether an element is the title of a drawing; any other takes what follows it for its text."""
    return tag == "title" and node.parent is not None and node.parent.tag == "svg"


def _count(census: Census, found: Counter[str], node: LexborNode, name: str, value: str) -> None:
    """Count an attribute that can act, and note an id or an address."""
    tag = (node.tag or "").lower()
    census.shapes.add((tag, name, ""))
    if name == "id":
        census.ids.append(value)
    elif name in _ADDRESSES:
        _note_address(census, found, node, name, value)
    elif name == "class":
        census.shapes.update((tag, name, _LANGUAGE if word.startswith(_LANGUAGE) else word) for word in value.split())
        found.update(f'<{tag} class="{word}">' for word in value.split() if _is_of_theme(word))
    elif tag not in _TAGS and _acts(tag, name, value):
        found[f'<{tag} {name}="{value}">'[:_SHOWN]] += 1


def _is_of_theme(word: str) -> bool:
    """Whether a class is one by which the theme or we place an element, over others even, or let a script act."""
    return word in _ACTING or (word.startswith("md-") and word not in _THEME)


def _acts(tag: str, name: str, value: str) -> bool:
    """Whether an attribute runs, loads, sends, is a handle of the theme's scripts, or hides one of the document."""
    if name in _PAINT:
        return bool(_LOADS.search(value))
    if name == "name":
        return tag not in _NAMED
    return name in _ATTRIBUTES or name.startswith(_HANDLES)


def _note_address(census: Census, found: Counter[str], node: LexborNode, name: str, value: str) -> None:
    """Count an address that leads, loads from, or says that it leads where it does not; note one inside the site."""
    tag = (node.tag or "").lower()
    address = normalize(value)
    if stays_here(address):
        if name != "cite":
            census.addresses.add(address)
    elif tag not in _TAGS and not (tag in _LINKING and leads_out(address)):
        found[f'<{tag} {name}="{value}">'[:_SHOWN]] += 1
    elif tag == "a" and (said := _find_other_host(node.text(), address)):
        found[f'<{tag} {name}="{value}">{said}'[:_SHOWN]] += 1


def _find_other_host(text: str, address: str) -> str:
    """Return the host that a link's text names where it leads to another; empty for none."""
    if text.strip().removeprefix("https://") == address.removeprefix("https://"):  # an archive's address holds another
        return ""
    plain = unicodedata.normalize("NFKC", text[:_LOOKED_AT]).translate(_SLASHES).strip()
    found = _HOST.findall(plain)
    hosts = [host for host, _ in found if host]
    if not hosts and not address.endswith(f"/{plain}"):  # as the id of a repository in an organization called z.ai
        hosts = [bare for _, bare in found[:1]]
    here = urlsplit(address).netloc.lower().removeprefix("www.")
    return next((host for host in hosts if host.lower().removeprefix("www.") != here), "")


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
    is_data = attributes.get("type") in _DATA_TYPES and attributes.get("id") != _SETTINGS
    runs = node.tag in ("script", "style") and not is_data
    return f"<{node.tag}{''.join(shown)}>{node.text(deep=True) if runs else ''}"


def write_shape(shape: Shape) -> str:
    """Return a shape as HTML would have it."""
    tag, name, word = shape
    return f'<{tag} {name}="{word}">' if word else f"<{tag} {name}>" if name else f"<{tag}>"
