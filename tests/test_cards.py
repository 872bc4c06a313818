"""Cards: PNG of the right shape, one per family, small, with every letter inside the margins."""

import io

import pytest
from conftest import TODAY
from PIL import Image

from generator.pages import cards


@pytest.fixture(scope="module")
def files(small_catalogue):
    return {file.path: file.content for file in cards.make(small_catalogue, TODAY)}


def test_there_is_a_card_for_the_site_and_for_each_family(files, small_catalogue):
    families = {f"cards/families/{id_}.png" for id_ in small_catalogue.families}
    assert set(files) == {"cards/icon.png", "cards/site.png", *families}


def test_a_card_has_the_shape_that_networks_show(files):
    sizes = {path: Image.open(io.BytesIO(content)).size for path, content in files.items()}
    assert sizes.pop("cards/icon.png") == (180, 180)
    assert set(sizes.values()) == {(1200, 630)}
    assert all(len(content) < 25_000 for content in files.values())


def test_cards_differ_and_are_the_same_each_time(files, small_catalogue):
    assert len(set(files.values())) == len(files)
    assert {file.path: file.content for file in cards.make(small_catalogue, TODAY)} == files


@pytest.mark.parametrize("title", ["W" * 60, "Ω≠ 模型", ""])
def test_a_title_stays_inside_the_margins(title):
    card = cards._draw_card(cards._draw_blank(), title, ("W" * 90, "", ""))  # noqa: SLF001  what make draws
    pixels = card.convert("RGB")
    assert {pixels.getpixel((x, y)) for x in range(1125, 1200) for y in range(200, 630)} == {cards.PAPER}
