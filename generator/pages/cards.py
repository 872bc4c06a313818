"""Pictures that stand for a page where a link to it is shared, and the icon for home screens."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from generator.derive import facets
from generator.pages.page import DataFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from generator.catalogue import Catalogue, Family

WIDTH, HEIGHT = 1200, 630
"""Pixels; the shape that the Open Graph protocol's readers show uncropped."""

PAPER, INK, GREEN, RED, MUTED = (250, 248, 242), (26, 38, 34), (15, 92, 75), (184, 58, 38), (84, 97, 92)
LEFT, RIGHT = 80, 1120
STEPS = 16
"""Shades between paper and ink: what makes the edges of letters smooth."""

FAINT = 24
"""Greys of a letter's edge below this are left as paper."""

_INK_RAMP = 32
_MUTED_RAMP = _INK_RAMP + STEPS


def make(catalogue: Catalogue, today: date) -> Iterator[DataFile]:  # noqa: ARG001  a page type's signature
    """Yield the icon, the site's card, and a card per family."""
    blank = _draw_blank()
    totals = facets.count_all(catalogue)
    lines = ("Which open AI model may you use,", "and how do you know?")
    yield DataFile("cards/icon.png", _encode(_draw_icon()))
    yield DataFile("cards/site.png", _encode(_draw_card(blank, "Open Model Catalogue", (*lines, _count(totals)))))
    for family in catalogue.families.values():
        card = _draw_card(blank, family.title, _describe(catalogue, family))
        yield DataFile(f"cards/families/{family.id}.png", _encode(card))


def _count(totals: facets.Totals) -> str:
    return f"{totals.variants:,} variants of {totals.families:,} families"


def _describe(catalogue: Catalogue, family: Family) -> Sequence[str]:
    """Return the lines of a family's card: publisher, number of variants, licenses."""
    count = len(family.variants)
    licenses = [
        catalogue.licenses[found.item].title if found.item in catalogue.licenses else found.item
        for found in facets.count_licenses(family.variants)
        if found.item and found.item != "other"
    ]
    shown = ", ".join(licenses[:2]) + (f" and {len(licenses) - 2} more" if len(licenses) > 2 else "")  # noqa: PLR2004  two fit
    return (
        catalogue.publishers[family.publisher_id].title,
        f"{count:,} variant{'s' if count > 1 else ''}",
        shown or "License not known",
    )


def _draw_blank() -> Image.Image:
    """Return what all cards share: paper, the red rule, the mark and the site's name."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    _draw_mark(draw, LEFT, 64, 56)
    draw.text((LEFT + 80, 70), "Open Model Catalogue", font=ImageFont.load_default(38), fill=GREEN)
    draw.rectangle((0, 156, WIDTH, 159), fill=RED)
    for y in (456, 516, 576):
        draw.line((LEFT, y + 26, RIGHT, y + 26), fill=(222, 220, 210), width=2)
    return _reduce(image)


def _draw_mark(draw: ImageDraw.ImageDraw, x: int, y: int, size: int) -> None:
    """Draw the mark of docs/assets/mark.svg, whose grid has 32 units."""
    unit = size / 32

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return (x + left * unit, y + top * unit, x + right * unit, y + bottom * unit)

    draw.rounded_rectangle(box(4, 2, 15, 12), radius=2 * unit, fill=GREEN)
    draw.rounded_rectangle(box(2, 7, 30, 30), radius=3 * unit, fill=GREEN)
    draw.rectangle(box(7, 13, 25, 14.6), fill=(240, 138, 106))
    draw.rectangle(box(7, 18, 19, 19.6), fill=PAPER)
    draw.ellipse(box(13.6, 23, 18.4, 27.8), fill=PAPER)


def _draw_icon() -> Image.Image:
    """Return the icon of a home screen: the mark on paper, 180 pixels wide."""
    image = Image.new("RGB", (180, 180), PAPER)
    _draw_mark(ImageDraw.Draw(image), 26, 26, 128)
    return image


def _draw_card(blank: Image.Image, title: str, lines: Sequence[str]) -> Image.Image:
    image = blank.copy()
    _write(image, 300, title, 116, _INK_RAMP)
    for y, line in zip((456, 516, 576), lines, strict=False):
        _write(image, y, line, 40, _MUTED_RAMP)
    return image


def _write(image: Image.Image, y: int, text: str, size: int, ramp: int) -> None:
    """Write a line of text around ``y``; a long one gets small enough to fit between the margins.

    Only the box of the text is drawn, in grey, and looked up in the ramp: ten times as fast as reducing the
    colours of the whole card.
    """
    font = ImageFont.load_default(size)
    width = font.getlength(text)
    if width > RIGHT - LEFT:
        font = ImageFont.load_default(int(size * (RIGHT - LEFT) / width))
    box = Image.new("L", (RIGHT - LEFT + 20, size + size // 2))
    ImageDraw.Draw(box).text((0, box.height // 2), text, font=font, fill=255, anchor="lm")
    ink = box.point([ramp + grey * (STEPS - 1) // 255 for grey in range(256)])
    image.paste(ink, (LEFT, y - box.height // 2), box.point([0] * FAINT + [255] * (256 - FAINT)))


def _mix(color: tuple[int, int, int], share: float) -> list[int]:
    return [round(paper + (part - paper) * share) for paper, part in zip(PAPER, color, strict=True)]


def _reduce(image: Image.Image) -> Image.Image:
    """Return the shared part with its few colours first in the palette, then the two ramps for text."""
    reduced = image.quantize(_INK_RAMP)
    colors = (reduced.getpalette() or [])[: 3 * _INK_RAMP]
    colors += [0] * (3 * _INK_RAMP - len(colors))
    for color in (INK, MUTED):
        for step in range(STEPS):
            colors += _mix(color, (step + 1) / STEPS)
    reduced.putpalette(colors)
    return reduced


def _encode(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG", compress_level=6)
    return target.getvalue()
