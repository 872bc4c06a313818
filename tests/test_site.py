"""The built site: whole, linked, and the leaf template true to Material."""

import re
import shutil
import subprocess
import sys

import pytest
from conftest import PROJECT, TODAY, run

from generator.errors import CatalogueError
from generator.site.inspection import inspect_site
from generator.site.leaf import PLACES, cut


def test_page_count_equals_families_variants_and_the_rest(real_site, real_catalogue):
    lists, by_hand = 5, 1
    home = 1
    purposes = len({variant.purpose for variant in real_catalogue})
    expected = (
        home
        + lists
        + by_hand
        + purposes
        + len(real_catalogue.families)
        + sum(1 for _ in real_catalogue)
        + len(real_catalogue.publishers)
        + len(real_catalogue.licenses)
    )
    assert len(list(real_site.rglob("index.html"))) == expected


def test_lychee_finds_no_broken_link(real_site, tmp_path):
    lychee = shutil.which("lychee", path=str(PROJECT / ".venv/bin")) or shutil.which("lychee")
    command = [
        lychee,
        "--offline",
        "--no-progress",
        "--root-dir",
        str(real_site),
        "--include-fragments",
        "--index-files",
        "index.html",
        str(real_site),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-3000:]
    checked = int(re.search(r"(\d+) Total", done.stdout)[1])
    assert checked > 10_000


def test_no_page_loads_anything_from_another_host(real_site):
    loads = re.compile(r'<(?:script|img|link|iframe|source)[^>]*(?:src|href)="(?:https?:)?//[^"]*"')
    pages = list(real_site.rglob("*.html"))
    assert pages
    assert not [path for path in pages if loads.search(path.read_text(encoding="utf-8"))]


def test_a_leaf_page_is_byte_equal_to_materials_own(small):
    """Build once with the leaf templates, once with Material's page in their place."""
    run("build", "--today", TODAY.isoformat(), root=small)
    leaf = {path.relative_to(small / "site"): path.read_bytes() for path in (small / "site").rglob("index.html")}
    for source in (small / "docs").rglob("index.md"):
        text = source.read_text(encoding="utf-8")
        source.write_text(re.sub(r"\ntemplate: leaf/.*", "", text), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", "plain"]
    subprocess.run(command, check=True, cwd=small)
    plain = {path.relative_to(small / "plain"): path.read_bytes() for path in (small / "plain").rglob("index.html")}
    assert len(leaf) > len(PLACES)
    assert leaf == plain


def test_cut_keeps_all_but_the_four_places():
    assert cut("<title>PROBE-TITLE - {{ x }}</title>", "a/b/") == (
        "{% raw %}<title>{% endraw %}{{ page.meta.title }}{% raw %} - {{ x }}</title>{% endraw %}"
    )


def _site(tmp_path, body):
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text(f"<html><h1>x</h1>{body}</html>")
    (tmp_path / "a/index.html").write_text('<html><h1 id="top">x</h1></html>')
    return tmp_path


def test_a_sound_site_passes(tmp_path):
    site = _site(tmp_path, '<a href="a/">x</a> <a href="a/#top">x</a> <a href="https://example.org/">x</a>')
    assert inspect_site(site, ["index.md", "a/index.md"]) == 2


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<a href="b/">x</a>', "dead link b/: no such page or file"),
        ('<a href="a/#end">x</a>', "dead link a/#end: no such place on that page"),
        ('<img src="../x.png">', "dead link ../x.png: it leaves the site"),
        ("<!-- finished [] -->", "page is not whole"),
    ],
)
def test_a_broken_site_is_refused(tmp_path, body, message):
    with pytest.raises(CatalogueError, match=re.escape(message)):
        inspect_site(_site(tmp_path, body), ["index.md"])


def test_a_missing_page_is_named(tmp_path):
    with pytest.raises(CatalogueError, match=r"c: page is missing from the site"):
        inspect_site(_site(tmp_path, ""), ["index.md", "c/index.md"])


def test_an_empty_site_is_refused(tmp_path):
    with pytest.raises(CatalogueError, match="no page at all"):
        inspect_site(tmp_path, [])
