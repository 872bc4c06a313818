"""The small site in Chromium: axe, three widths, light and dark, no foreign request, no error, no layout shift."""

import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import run, serve, wait
from test_pages import CHOSEN

PAGES = {
    **{name: path.removesuffix("index.md") for name, path in CHOSEN.items()},
    "explore, asked": "explore/?purpose=reasoning&commercial=terms&memory=24&sort=title&pick=openai/gpt-oss-20b",
    "explore, nothing": "explore/?purpose=ocr&max=1",
    "explore, bad address": "explore/?purpose=none&x=%3Cb%3E",
    "compare, asked": "compare/?m=openai/gpt-oss-20b&m=meta-llama/Llama-3.1-8B&m=nobody/none",
    "contribute": "contribute/",
}
SCHEMES = {"light": "default", "dark": "slate"}
WIDTHS = (1280, 768, 390)


def _check(page, width):
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (page.foreign, page.errors) == ([], [])
    if width != 768:
        found = Axe().run(page)
        assert found.violations_count == 0, (width, found.generate_report())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_page(visit, small_address, name, scheme):
    for width in WIDTHS:
        page = visit(small_address + PAGES[name], width, scheme)
        assert page.locator("body").get_attribute("data-md-color-scheme") == SCHEMES[scheme]
        assert page.evaluate("window.shifted") <= 0.05, width
        _check(page, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["explore", "landscape", "family", "variant"])
def test_page_with_every_part_open(visit, small_address, name, scheme):
    for width in (1280, 390):
        page = visit(small_address + PAGES[name], width, scheme)
        if name == "explore" and width == 390:
            page.locator("label.narrow").click()
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        _check(page, width)


def test_the_answers_come_first_on_a_phone(visit, small_address):
    page = visit(small_address + PAGES["variant"], width=390)
    for answer in ("May I sell with it?", "License", "Parameters"):
        box = page.locator("dl.answers dt", has_text=answer).first.bounding_box()
        assert box["y"] < 900, answer


def test_a_snippet_can_be_copied(visit, small_address):
    page = visit(small_address + PAGES["variant"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("from transformers import pipeline")
    assert copied == page.locator("pre > code").first.inner_text()


INJECTED = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'><svg onload='window.hacked = 3'>"
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


@pytest.mark.parametrize("governed", [True, False])
def test_the_policy_stops_an_injected_script(browser, small_site, tmp_path, governed):
    """Without the policy the same page runs it: the test can fail."""
    root = shutil.copytree(small_site, tmp_path / "site")
    page_file = root / PAGES["variant"] / "index.html"
    text = page_file.read_text()
    assert POLICY.search(text)
    text = text.replace("</h1>", f"</h1>{INJECTED}", 1)
    page_file.write_text(text if governed else POLICY.sub("", text))
    context = browser.new_context()
    with serve(root) as address:
        page = context.new_page()
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(address + PAGES["variant"], wait_until="networkidle")
        assert (page.evaluate("window.hacked") is None) is governed
        assert any("Content Security Policy" in text for text in said) is governed
        page.evaluate("() => { document.querySelector('h1').innerHTML = '<a href=javascript:window.late=1>go</a>' }")
        if governed:
            with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
                page.locator("h1 a").click()
            assert page.evaluate("window.late") is None
        else:
            page.locator("h1 a").click()
            wait(page, "window.late === 1")
    context.close()


def test_the_palette_can_be_switched(visit, small_address):
    page = visit(small_address + PAGES["variant"])
    page.locator("label[title='Switch to the dark colours']").click()
    wait(page, "document.body.getAttribute('data-md-color-scheme') === 'slate'")
    page.reload()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert (page.foreign, page.errors) == ([], [])


def test_the_site_works_as_files(browser, small_site):
    """README says: open site/index.html."""
    page = browser.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if "Security Policy" in message.text else None)
    page.goto((small_site / PAGES["variant"] / "index.html").as_uri(), wait_until="networkidle")
    assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
    page.get_by_role("button", name="Copy").first.wait_for()
    assert errors == []
    page.close()


def test_a_page_prints_without_its_frame(visit, small_address):
    page = visit(small_address + PAGES["variant"])
    page.emulate_media(media="print")
    shown = [page.locator(part).first.is_visible() for part in (".md-header", ".md-tabs", ".md-footer", "h1")]
    assert shown == [False, False, False, True]


def test_every_chart_has_a_title_a_description_and_its_data(visit, small_address):
    page = visit(small_address + PAGES["landscape"])
    charts = page.locator("figure.chart")
    assert charts.count() == 7
    for chart in charts.all():
        names = chart.locator("svg[role=img]").first.get_attribute("aria-labelledby").split()
        assert all(chart.locator(f"[id='{name}']").text_content() for name in names)
        assert chart.locator("details tbody tr").count() > 0


def test_a_title_from_right_to_left_does_not_reorder_the_breadcrumbs(small, visit):
    family = small / "data/families/llama.yaml"
    family.write_text(re.sub("title: .*", "title: \u0646\u0645\u0648\u0630\u062c 1", family.read_text(), count=2))
    run("build", root=small)
    with serve(small / "site") as address:
        page = visit(f"{address}families/llama/llama-3-1-8b/")
        places = page.evaluate(
            "[...document.querySelectorAll('.crumbs a')].map((link) => link.getBoundingClientRect().x)"
        )
    assert len(places) == 3
    assert places == sorted(places)
