"""The built site: whole, linked, and the leaf template true to Material."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from conftest import PROJECT, TODAY, UNPRIVILEGED, run

from generator import store
from generator.catalogue import join
from generator.catalogue.slugs import TAKEN_ANCHORS
from generator.errors import CatalogueError
from generator.pages import PAGE_TYPES
from generator.pages.labels import PERMISSION_VALUES
from generator.pages.verdicts import ANSWERS
from generator.render import render_pages
from generator.site.census import take_census, write_shape
from generator.site.folder import _find_mount
from generator.site.inspection import inspect_site
from generator.site.leaf import cut
from generator.site.measure import Measure, take_measure
from generator.site.probe import PLACES
from generator.workspace import EXAMPLE


def test_every_record_has_its_page(real_site, real_catalogue):
    expected = {
        "families/*": len(real_catalogue.families),
        "families/*/*": sum(1 for _ in real_catalogue),
        "licenses/*": len(real_catalogue.licenses),
        "publishers/*": len(real_catalogue.publishers),
        "purposes/*": len({variant.purpose for variant in real_catalogue}),
    }
    assert expected.keys() == {kind.path for kind in PAGE_TYPES if kind.leaf}
    assert {path: len(list(real_site.glob(f"{path}/index.html"))) for path in expected} == expected
    others = {f"{kind.path}/index.html".lstrip("/") for kind in PAGE_TYPES if not kind.leaf} | {"contribute/index.html"}
    assert len(list(real_site.rglob("index.html"))) == sum(expected.values()) + len(others)
    assert all((real_site / name).is_file() for name in others)


def test_the_anchors_that_no_series_may_have_are_those_of_a_family_page(real_site, real_catalogue):
    """An anchor of a template or of the theme that could be the id of a series has to be in the list."""
    found = set()
    for family in real_catalogue.families.values():
        text = (real_site / family.path / "index.html").read_text()
        found |= set(re.findall(r'\sid="?([^"\s>]+)', text)) - {series.id for series in family.series}
    slug = re.compile(r"(?!chart-)[a-z0-9]+(-[a-z0-9]+)*")
    assert set(filter(slug.fullmatch, found)) == TAKEN_ANCHORS


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


def test_all_scripts_together_stay_within_twelve_kilobytes(real_site):
    scripts = list((real_site / "assets").glob("*.js"))
    assert {script.name for script in scripts} == {"catalogue.js", "match.js", "models.js"}
    assert sum(len(gzip.compress(script.read_bytes(), 9)) for script in scripts) <= 12_000


def test_a_page_names_its_picture_where_the_sites_address_is_known(small):
    run("build", root=small, env={"SITE_URL": "https://example.org/models/"})
    for path, image in (
        ("", "site"),
        ("families/llama/", "families/llama"),
        ("families/llama/llama-3-1-8b/", "families/llama"),
    ):
        html = (small / "site" / path / "index.html").read_text(encoding="utf-8")
        assert f'<meta property="og:image" content="https://example.org/models/cards/{image}.png">' in html
        assert f'<meta property="og:url" content="https://example.org/models/{path}">' in html
        assert '<meta property="og:title" content="' in html
        assert (small / "site/cards" / f"{image}.png").stat().st_size > 1000


def test_cut_keeps_all_but_the_four_places():
    assert cut("<title>PROBE-TITLE - {{ x }}</title>", "a/b/") == (
        "{% raw %}<title>{% endraw %}{{ page.meta.title }}{% raw %} - {{ x }}</title>{% endraw %}"
    )


EMPTY = Measure(
    policy="",
    heads={"-0": Counter(), "a-1": Counter()},
    bodies={"-0": Counter(["<form>"]), "a-1": Counter()},
    shapes=frozenset(take_census('<h1 id="x"><a href="x"><form><p>').shapes),
    files=frozenset({"assets/x.css"}),
)


def _site(tmp_path, body):
    for folder in ("a", "assets"):
        (tmp_path / folder).mkdir()
    (tmp_path / "assets/x.css").touch()
    (tmp_path / "index.html").write_text(f"<html><h1>x</h1>{body}</html>")
    (tmp_path / "a/index.html").write_text('<html><h1 id="top">x</h1><a href="..">x</a></html>')
    return tmp_path


def _refusal(site, pages=("index.md",)):
    with pytest.raises(CatalogueError) as caught:
        inspect_site(site, pages, EMPTY)
    return str(caught.value)


def test_a_sound_site_passes(tmp_path):
    site = _site(
        tmp_path,
        '<a href="https://a.org/x">https://www.A.org/y</a> <a href="https://a.org/z.ai/b">z.ai/b</a> '
        '<a href="a/">x</a> <a href="a/#top">x</a> <a href="https://example.org/">x</a><form></form>',
    )
    assert inspect_site(site, ["index.md", "a/index.md"], EMPTY) == 2


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<a href="b/">x</a>', "dead link b/: no such page or file"),
        ('<a href="a/#end">x</a>', "dead link a/#end: no such place on that page"),
        ('<img src="../x.png">', "dead link ../x.png: it leaves the site"),
        ("<!-- finished [] -->", "page is not whole"),
        ('<p id="x"><p id="x">', "the same id stands twice: x; rename one, here or in data/"),
    ],
)
def test_a_broken_site_is_refused(tmp_path, body, message):
    assert message in _refusal(_site(tmp_path, body))


@pytest.mark.parametrize(
    "live",
    [
        "<script>alert(1)</script>",
        '<script src="a/index.html"></script>',
        "<style>p{}</style>",
        "<form></form><form>",
        '<iframe src="a/">',
        '<base href="a/">',
        '<meta http-equiv="refresh" content="0">',
        '<link rel="stylesheet" href="assets/x.css">',
        '<object data="a/">',
        "<template><p></template>",
        "<noscript><p></noscript>",
        '<p onclick="x">',
        '<P OnClick="x">',
        '<p style="x">',
        "<svg/onload=alert(1)>",
        '<button formaction="a/">',
        '<img src="https://example.org/x">',
        '<img src="//example.org/x">',
        '<img srcset="//example.org/x 2x">',
        '<a href="javascript:alert(1)">',
        '<a href="JaVaScRiPt:alert(1)">',
        '<a href="java\tscript:alert(1)">',
        '<a href=" &#106;avascript:alert(1)">',
        '<a href="data:text/html,x">',
        '<a href="http://example.org/">',
        '<a href="//example.org/">',
        '<a href="\\\\example.org/">',
        '<a href="https:\\example.org/">',
        '<a href="https://me:you@example.org/">',
        '<a href="https://[/">',
        '<svg><a xlink:href="javascript:alert(1)">',
        '<svg><animate attributeName="href" values="javascript:alert(1)">',
        '<a href="&#9;&#1;javascript:alert(1)//../..">',
        '<a href="&#9;&#1;http://example.org/">',
        '<img src="&#9;&#1;https://example.org/">',
        "<svg><foreignObject><p>",
        '<svg><animateMotion path="M0 0">',
        '<svg><animateTransform attributeName="transform">',
        '<svg><use href="a/#x">',
        '<svg><rect fill="url(https://example.org/#x)">',
        '<svg><rect MASK="\\75rl(//example.org/#x)">',
        '<svg><g filter="URL(//example.org/#x)">',
        '<p popover="">',
        "<dialog open>",
        '<p class="x md-overlay">',
        '<a class="md-consent__overlay" href="https://example.org/">',
        '<p class="found">',
        '<pre class="mermaid">',
        '<button data-clipboard-text="x">',
        '<p data-md-component="dialog">',
        '<img name="currentScript" src="a/">',
        '<a href="https://evil.example/">https://huggingface.co/openai</a>',
        '<a href="https://evil.example/">huggingface.co/openai</a>',
        '<a href="https://evil.example/">https:\u2044\u2044huggingface.co</a>',
        '<a href="https://evil.example/">https://evil.example and https://huggingface.co</a>',
        "<title>",
        "<textarea>",
        '<script id="__config" type="application/json">{}</script>',
        '<svg overflow="visible">',
        '<svg><g transform="scale(600)">',
        '<p class="copy">',
        '<p data-copy="x">',
        '<button data-copies="x">',
        "<html hidden>",
        "<body inert>",
        "<details open>",
        "<marquee>",
    ],
)
def test_live_markup_is_refused(tmp_path, live):
    message = _refusal(_site(tmp_path, live))
    assert f"{tmp_path}/index.html: holds what no page without data holds: <" in message
    assert "look for it in data/, then in what the Hub and data sets say; or in the template" in message


def test_the_record_of_a_page_is_named(tmp_path):
    site = _site(tmp_path, "")
    (site / "families/x").mkdir(parents=True)
    (site / "families/x/index.html").write_text("<html><body><h1>x</h1><iframe></html>")
    measure = replace(
        EMPTY, heads={"families-2": Counter()} | EMPTY.heads, bodies={"families-2": Counter()} | EMPTY.bodies
    )
    with pytest.raises(CatalogueError, match=r"look for it in data/families/x\.yaml"):
        inspect_site(site, [], measure)


def test_a_page_without_a_twin_is_refused(tmp_path):
    site = _site(tmp_path, "")
    (site / "b").mkdir()
    (site / "b/index.html").write_text("<html><body><h1>x</h1></html>")
    assert "b/index.html: no page without data to compare it with; give generator/example a page" in _refusal(site)


def test_a_head_has_to_hold_all(tmp_path):
    site = _site(tmp_path, "")
    with pytest.raises(CatalogueError, match="lacks what every page holds: <link>"):
        inspect_site(site, [], replace(EMPTY, heads={"-0": Counter(["<link>"]), "a-1": Counter()}))


def test_a_body_has_to_hold_the_scripts_of_its_page(tmp_path):
    site = _site(tmp_path, "")
    bodies = {"-0": Counter(['<script src="a.js">']), "a-1": Counter()}
    with pytest.raises(CatalogueError, match=r'lacks what every page holds: <script src="a\.js">'):
        inspect_site(site, [], replace(EMPTY, bodies=bodies))


def test_a_drawing_may_have_a_title():
    drawing = "<svg><title>x</title></svg>"
    assert not take_census(drawing).body
    assert take_census("<p><title>x</title>").body == Counter(["<title>"])


def test_a_missing_page_is_named(tmp_path):
    assert "c: page is missing from the site" in _refusal(_site(tmp_path, ""), ["index.md", "c/index.md"])


def test_a_missing_file_is_named(tmp_path):
    site = _site(tmp_path, "")
    (site / "assets/x.css").unlink()
    assert "assets/x.css: file is missing from the site" in _refusal(site)


def test_a_missing_data_file_is_named(tmp_path):
    assert "api/models.json: file is missing from the site" in _refusal(_site(tmp_path, ""), ["api/models.json"])


def test_an_empty_site_is_refused(tmp_path):
    message = _refusal(tmp_path)
    assert "no link was found to check" in message
    assert "page is missing from the site" in message


def test_the_example_has_a_page_of_every_type():
    example = join(store.load(EXAMPLE))
    assert [kind.name for kind in PAGE_TYPES if not list(kind.make(example, TODAY))] == []


def test_material_without_scripts_is_refused(tmp_path):
    (tmp_path / "index.html").write_text("<h1>x</h1>")
    with pytest.raises(CatalogueError, match="Material's pages have changed: no script in them, or no place"):
        take_measure(tmp_path)


def test_the_gate_stands_in_the_way_of_a_build(small):
    """A theme that trusts data: the payload passes 'check', the build is refused, no site is left."""
    family = small / "data/families/deepseek.yaml"
    text = family.read_text()
    family.write_text(text.replace("title: DeepSeek\n", "title: <script>alert(1)</script>\n"))
    run("check", root=small)
    theme = small / "docs/theme/main.html"
    trust = "{% block content %}{{ page.content | replace('&lt;', '<') | replace('&gt;', '>') }}{% endblock %}"
    theme.write_text(theme.read_text() + trust)
    done = run("build", root=small, code=1)
    assert (
        "families/index.html: holds what no page without data holds: <script>alert(1); look for it in data/"
        in done.stderr
    )
    assert not (small / "site").exists()
    assert not list(small.glob(".site*"))


def test_all_of_markdown_may_stand_in_a_page_that_people_write(small):
    page = small / "docs/contribute/index.md"
    text = "\n\n##### Five\n\n###### Six\n\n[TOC]\n\n| a | b | c |\n|:--|:-:|--:|\n| *x* | **y** | `z` |\n\n> - 1. a\n"
    page.write_text(f"{page.read_text()}{text}")
    run("build", root=small)


def test_html_is_text_in_a_page_that_people_write(small):
    page = small / "docs/contribute/index.md"
    live = '<script>alert(1)</script>\n\n<p onclick="x">a <b style="x">b</b>\n\n<title>\n'
    page.write_text(f"{page.read_text()}\n{live}")
    run("build", root=small)
    text = (small / "site/contribute/index.html").read_text()
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>" in text
    assert '<p>&lt;p onclick="x"&gt;a &lt;b style="x"&gt;b&lt;/b&gt;</p>\n<p>&lt;title&gt;</p>' in text


_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_CHOSEN = {
    "div": ANSWERS,
    "span": [*ANSWERS, *PERMISSION_VALUES],
    "td": PERMISSION_VALUES,
    "rect": ["bar", "none"],
    "circle": ["dot", "none", "open", "ring"],
}
"""Classes that templates choose by a value."""


def test_the_example_holds_all_that_a_template_can_write():
    """Else a page of real data would be refused on the day when it first needs it, with nobody there."""
    pages = render_pages(join(store.load(EXAMPLE)), TODAY)
    held = {shape for text in pages.values() if isinstance(text, str) for shape in take_census(text).shapes}
    written = {(tag, "class", word) for tag, words in _CHOSEN.items() for word in words}
    for path in (PROJECT / "generator/templates").glob("*.html.jinja"):
        written |= take_census(_JINJA.sub("", path.read_text())).shapes
    assert {write_shape(shape) for shape in written - held} == set()


@pytest.mark.parametrize(
    ("site", "message"),
    [
        (".", "the catalogue itself lies in it"),
        ("..", "the catalogue itself lies in it"),
        ("data", "lies among what the site is made from"),
        ("data/hub", "lies among what the site is made from"),
        ("docs/new/site", "lies among what the site is made from"),
        ("notes", "holds something else than a site, which would be lost: my-thesis.txt"),
        ("mkdocs.yml", "is not a plain folder"),
    ],
)
def test_nothing_but_an_older_site_is_replaced(small, site, message):
    (small / "notes").mkdir()
    (small / "notes/my-thesis.txt").touch()
    before = sorted(path for path in small.rglob("*") if "docs" not in path.parts)
    done = run("build", "--site", site, root=small, code=1 if site != "mkdocs.yml" else 2)
    assert message in done.stderr or "is a file" in done.stderr
    assert sorted(path for path in small.rglob("*") if "docs" not in path.parts) == before


def test_what_cannot_be_looked_at_is_kept(small):
    run("build", root=small)
    private = small / "site/private"
    private.mkdir()
    (private / "thesis.txt").write_text("mine")
    private.chmod(0o000)
    command = [*(UNPRIVILEGED if os.geteuid() == 0 else ()), sys.executable, "-m", "generator", "build"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=small)
    finally:
        private.chmod(0o755)
    assert "site: holds something else than a site, which would be lost: private; name another folder" in done.stderr
    assert (private / "thesis.txt").read_text() == "mine"


def test_what_is_mounted_below_a_site_is_seen(tmp_path):
    """A test may mount nothing; the system has a few below its own folders."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    points = [Path(point) for line in lines if (point := line.split()[4]).count("/") > 1]
    assert points
    for point in points:
        assert (point.parent / _find_mount(point.parent)) in points
    assert _find_mount(tmp_path) == ""


def test_what_is_laid_into_a_site_while_a_new_one_is_built_is_kept(small):
    run("build", root=small)
    with subprocess.Popen([sys.executable, "-m", "generator", "build"], cwd=small, stderr=subprocess.PIPE) as process:
        while not list(small.glob(".site.*")):
            assert process.poll() is None
            time.sleep(0.01)
        (small / "site/thesis.txt").write_text("mine")
        _, said = process.communicate()
    assert b"site: holds something else than a site, which would be lost: thesis.txt; name another folder" in said
    assert (small / "site/thesis.txt").read_text() == "mine"
    assert not list(small.glob(".site.*"))


def test_a_folder_that_resembles_a_site_is_kept(small):
    look = small / "look"
    (look / "assets").mkdir(parents=True)
    for name in ("404.html", "sitemap.xml", "my-thesis.txt"):
        (look / name).touch()
    assert "look: holds something else than a site" in run("build", "--site", "look", root=small, code=1).stderr
    assert (look / "my-thesis.txt").exists()


@pytest.mark.parametrize("foreign", ["CNAME", ".git/config", "assets/more", "a.link"])
def test_an_older_site_is_replaced_but_not_what_was_added_to_it(small, foreign):
    run("build", root=small)
    site = small / "site"
    (site / "404.html").unlink()
    run("build", root=small)
    assert (site / "404.html").exists()
    (site / foreign).parent.mkdir(exist_ok=True)
    if foreign.endswith("link"):
        (site / foreign).symlink_to(small / "data")
    else:
        (site / foreign).touch()
    done = run("build", root=small, code=1)
    assert f"site: holds something else than a site, which would be lost: {foreign}; name another" in done.stderr
    assert (site / foreign).exists()


def test_a_site_that_is_a_link_is_refused(small, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (small / "site").symlink_to(tmp_path / "elsewhere")
    assert "site: is not a plain folder" in run("build", root=small, code=1).stderr
    assert not list((tmp_path / "elsewhere").iterdir())


RUNNING = (
    "CNAME",
    "x.csv",
    "x.htm",
    "x.xhtml",
    "x.xht",
    "x.svg",
    "x.xml",
    "x.mhtml",
    "x.shtml",
    "x.js",
    "X.HTML",
    "x",
    "x.html~",
)


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize("folder", ["assets", "contribute", "theme"])
def test_no_file_that_a_browser_may_run_is_published(small, folder, command):
    names = [name for name in RUNNING if command == "build" or name == "x.svg"]
    for name in names:
        (small / "docs" / folder / name).write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    done = run(command, root=small, code=1)
    for name in names:
        assert f"docs/{folder}/{name}: is of a kind that a browser may run, or that nobody needs; turn" in done.stderr
    assert not (small / "site").exists()


def test_what_only_shows_is_published(small):
    for name in ("contribute/x.PNG", "assets/y.webp", "contribute/.x.svg"):
        (small / "docs" / name).touch()
    run("build", root=small)
    assert (small / "site/assets/y.webp").exists()
    assert (small / "site/contribute/x.PNG").exists()
    assert not (small / "site/contribute/.x.svg").exists()


@pytest.mark.parametrize("name", RUNNING)
def test_a_built_file_that_a_browser_may_run_is_refused(tmp_path, name):
    site = _site(tmp_path, "")
    (site / "a" / name).touch()
    assert f"a/{name}: is of a kind that a browser may run; turn it into" in _refusal(site)


def test_the_projects_own_files_that_act_are_scripts_and_one_mark():
    """A drawing is opened as a document: the mark holds shapes and nothing else."""
    acting = {path.name for path in (PROJECT / "docs/assets").iterdir() if path.suffix not in (".css", ".png")}
    assert acting == {"catalogue.js", "match.js", "models.js", "mark.svg"}
    shapes = list(ET.parse(PROJECT / "docs/assets/mark.svg").iter())  # noqa: S314  the project's own file
    assert {shape.tag.removeprefix("{http://www.w3.org/2000/svg}") for shape in shapes} <= {
        "svg",
        "path",
        "rect",
        "circle",
    }
    assert not {name for shape in shapes for name in shape.attrib if name.startswith("on") or "href" in name}


LINKS = ("docs/theme/leaf", "docs/assets/x", "docs/contribute/index.md", "docs/.x")


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize("links", [LINKS, ("docs/theme/leaf/policy.html",)])
def test_nothing_is_written_or_published_through_a_link(small, tmp_path, links, command):
    (tmp_path / "elsewhere").mkdir()
    for link in links:
        (small / link).parent.mkdir(exist_ok=True)
        (small / link).unlink(missing_ok=True)
        (small / link).symlink_to(tmp_path / "elsewhere")
    said = run(command, root=small, code=1).stderr
    for link in links:
        assert f"{link}: is a link: what is written there would stand elsewhere" in said
    assert not list((tmp_path / "elsewhere").iterdir())
    assert not (small / "site").exists()


def test_mkdocs_waits_for_no_pipe(small):
    pipes = ("docs/x.md", "docs/assets/x.txt", "docs/theme/x.html")
    for pipe in pipes:
        os.mkfifo(small / pipe)
    said = run("build", root=small, code=1).stderr
    assert [pipe for pipe in pipes if f"{pipe}: is not a plain file" not in said] == []


def test_a_name_that_no_list_can_hold_is_refused(small):
    for name in (b"\xff.txt", "a\u2028b.txt".encode(), b"a\nb.txt"):
        Path(os.fsdecode(os.fsencode(small / "docs/assets") + b"/" + name)).touch()
    done = run("build", "--json", root=small, code=1)
    assert [problem["message"] for problem in json.loads(done.stdout)] == ["has a name that cannot be read"] * 3


def test_an_editors_lock_does_not_matter(small):
    (small / "docs/contribute/.#index.md").symlink_to("somebody@somewhere.1:2")
    run("build", root=small)


def test_a_broken_mkdocs_yml_is_named(small):
    (small / "mkdocs.yml").write_text("nav: [")
    assert "mkdocs.yml:2:1: not YAML: " in run("build", root=small, code=1).stderr


def test_no_page_of_the_navigation_is_written_outside(small, tmp_path):
    config = small / "mkdocs.yml"
    evil = tmp_path / "evil.md"
    config.write_text(config.read_text().replace("nav:\n", f"nav:\n  - X: {evil}\n  - Y: ../../../evil.md\n"))
    run("build", root=small, code=1)
    assert not list(tmp_path.rglob("evil.md"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "holds no keys with values; write out what it needs"),
        ("5", "holds no keys with values"),
        ("INHERIT: /etc/passwd", "INHERIT names another file"),
        (
            "theme: {name: material, custom_dir: docs/theme}\nplugins: 5\nsite_name: 1\nnav: [C: contribute/index.md]",
            "MkDocs refused to build",
        ),
        ("site_name: x\nnav: [C: contribute/index.md]\ntheme: {name: 5}\n", "MkDocs refused to build"),
    ],
)
def test_an_odd_mkdocs_yml_is_named(small, text, message):
    (small / "mkdocs.yml").write_text(text)
    for command in ("build", "serve") if text == "[]" else ("build",):
        done = run(command, root=small, code=1)
        assert message in done.stderr
        assert 'File "' not in done.stderr


def test_a_license_with_a_plus_in_its_id_is_published_under_an_address(small):
    text = (small / "data/licenses/mit.yaml").read_text()
    text = text.replace("title: MIT License", "title: Other").replace("spdx: MIT", "spdx: null")
    text = re.sub("(text_sha256:) .*", rf"\1 '{'0' * 64}'", text.replace("hub: [mit]", "hub: []"))
    (small / "data/licenses/gpl-2.0+classpath.yaml").write_text(text)
    run("build", root=small, env={"SITE_URL": "https://example.org/models/"})
    page = (small / "site/licenses/gpl-2.0+classpath/index.html").read_text()
    assert 'href="https://example.org/models/licenses/gpl-2.0%2Bclasspath/"' in page
