"""Writing into docs/: the same bytes twice, nothing foreign touched, nothing stale left."""

import os
import re
import shutil

import pytest
from conftest import TODAY, run

from generator.errors import CatalogueError
from generator.pages import DATA_TYPES, DataFile, DataType
from generator.pages import page as page_module
from generator.render import render_pages
from generator.render.environment import DeadLinkError, make_environment
from generator.render.formats import Formats


def _read(root):
    return {str(path.relative_to(root)): path.read_bytes() for path in (root / "docs").rglob("*") if path.is_file()}


def test_rendering_twice_gives_the_same_bytes(small):
    assert re.search(r" (\d+) files, \1 changed", run("render", "--today", TODAY.isoformat(), root=small).stdout)
    first = _read(small)
    assert " files, 0 changed" in run("render", "--today", TODAY.isoformat(), root=small).stdout
    assert _read(small) == first


def test_deleting_a_family_removes_its_pages(small):
    run("render", root=small)
    assert (small / "docs/families/llama/llama-3-1-8b/index.md").exists()
    (small / "data/families/llama.yaml").unlink()
    run("render", root=small)
    assert not (small / "docs/families/llama").exists()
    assert (small / "docs/families/deepseek/index.md").exists()


def test_a_missing_owned_folder_is_made(small):
    run("render", root=small)
    shutil.rmtree(small / "docs/licenses")
    run("render", root=small)
    assert (small / "docs/licenses/.generated").exists()
    assert (small / "docs/licenses/mit/index.md").exists()


def test_an_owned_folder_without_its_mark_is_refused_and_nothing_is_written(small):
    (small / "docs/families").mkdir()
    (small / "docs/families/mine.md").write_text("precious")
    before = _read(small)
    done = run("render", root=small, code=1)
    assert (
        "docs/families: has files but no .generated mark: rendering did not write them; "
        "move it elsewhere, then render again" in done.stderr
    )
    assert _read(small) == before


def test_a_hand_written_home_page_is_refused(small):
    (small / "docs/index.md").write_text("# My page\n")
    done = run("render", root=small, code=1)
    assert "docs/index.md: was not written by rendering; move it elsewhere, then render again" in done.stderr


@pytest.mark.parametrize("length", [0, 1, 40, 300, 2000])
def test_a_home_page_that_was_cut_off_is_written_again(small, length):
    run("render", root=small)
    home = small / "docs/index.md"
    whole = home.read_bytes()
    home.write_bytes(whole[:length])
    run("render", root=small)
    assert home.read_bytes() == whole
    assert not list((small / "docs").rglob(".index.md"))


@pytest.mark.parametrize("pipe", ["docs/index.md", "docs/families/x.md", "docs/families/llama/index.md"])
def test_a_pipe_is_not_waited_for(small, pipe):
    run("render", root=small)
    (small / pipe).unlink(missing_ok=True)
    os.mkfifo(small / pipe)
    assert f"{pipe}: " in run("render", root=small, code=1).stderr


def test_a_linked_owned_folder_is_refused(small, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (small / "docs/families").symlink_to(tmp_path / "elsewhere")
    assert "docs/families: is not a plain folder" in run("render", root=small, code=1).stderr


def test_nothing_is_written_through_a_link_in_an_owned_folder(small, tmp_path):
    """A pull request could bring one, in spite of .gitignore."""
    run("render", root=small)
    (tmp_path / "elsewhere").mkdir()
    shutil.rmtree(small / "docs/families/llama")
    (small / "docs/families/llama").symlink_to(tmp_path / "elsewhere")
    assert "docs/families/llama: is a link, and no link was rendered" in run("render", root=small, code=1).stderr
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_link_to_no_page_is_an_error(small_catalogue):
    environment = make_environment(small_catalogue, {"families"})
    page = page_module.Page(path="a/b", title="", description="", context={})
    assert environment.from_string("{{ to('families', '#x') }}").render(page=page) == "../../families/#x"
    with pytest.raises(DeadLinkError):
        environment.from_string("{{ to('nowhere') }}").render(page=page)


def test_a_dead_link_in_a_template_names_the_page(small_catalogue, monkeypatch):
    monkeypatch.setattr("generator.render.HAND_WRITTEN", ())
    with pytest.raises(CatalogueError, match="links to contribute, which is no page"):
        render_pages(small_catalogue, TODAY)


def test_a_family_takes_no_file_of_the_site(small):
    run("render", root=small)
    cards = [small / "docs/cards" / name for name in ("site.png", "icon.png")]
    before = [card.read_bytes() for card in cards]
    publisher = small / "data/publishers/meta.yaml"
    publisher.write_text(publisher.read_text().replace("hub: [", "hub: [site-x, icon-x, "))
    for id_ in ("site", "icon"):
        family = (small / "data/families/llama.yaml").read_text()
        changed = re.sub(r"\b(meta-llama|unsloth|NousResearch)/", f"{id_}-x/", family).replace("Llama", id_.title())
        (small / f"data/families/{id_}.yaml").write_text(changed)
    run("render", root=small)
    assert cards[1].read_bytes() == before[1]
    assert (small / "docs/cards/families/site.png").read_bytes() != cards[0].read_bytes()
    page = (small / "docs/families/icon/index.md").read_text()
    assert "image: cards/families/icon.png" in page


@pytest.mark.parametrize("path", ["cards/site.png", "families/llama/index.md", "api/models.json"])
def test_nothing_is_rendered_where_two_things_make_one_file(small_catalogue, monkeypatch, path):
    again = DataType("again", "api", lambda *_: [DataFile(path, "x")])
    monkeypatch.setattr("generator.render.DATA_TYPES", (*DATA_TYPES, again))
    message = rf"^docs/{path}: would be made twice; rename one of the records that make it$"
    with pytest.raises(CatalogueError, match=message):
        render_pages(small_catalogue, TODAY)


def test_values_are_escaped(small_catalogue):
    template = make_environment(small_catalogue, ()).from_string("{{ value }}")
    assert template.render(value="<script>&\"'") == "&lt;script&gt;&amp;&#34;&#39;"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (999, "999"),
        (22_700_000, "22.7M"),
        (8_190_735_360, "8.19B"),
        (684_531_386_000, "685B"),
        (999_999_999, "1,000M"),
        (1_000_000_000, "1B"),
        (2_400_000_000_000, "2.4T"),
    ],
)
def test_parameter_counts_read_in_three_digits(value, text):
    assert Formats("en").parameters(value) == text


def test_names_and_numbers_follow_the_language():
    assert (Formats("en").country("CN"), Formats("es").country("CN")) == ("China", "China")
    assert (Formats("en").language("es"), Formats("es").language("es")) == ("Spanish", "español")
    assert Formats("de").count(131072) == "131.072"
    assert Formats("en").country("XX") == "XX"
    assert Formats("en").day(TODAY) == "24 Nov 2026"
