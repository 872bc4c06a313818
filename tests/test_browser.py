"""The small site in Chromium: axe, phone width, dark, no foreign request, no error in the console."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PAGES = {
    "home": "",
    "families": "families/",
    "family": "families/llama/",
    "variant": "families/llama/llama-3-1-8b/",
    "purposes": "purposes/",
    "purpose": "purposes/reasoning/",
    "licenses": "licenses/",
    "license": "licenses/llama3.1/",
    "publishers": "publishers/",
    "publisher": "publishers/deepseek/",
    "methodology": "methodology/",
    "contribute": "contribute/",
}


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "no Chromium found: 'make test' installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, small_address):
    contexts = []

    def open_(name, width=1280, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.foreign, page.errors = [], []
        page.on("request", lambda r: None if r.url.startswith((small_address, "data:")) else page.foreign.append(r.url))
        page.on("console", lambda m: page.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(small_address + PAGES[name], wait_until="networkidle")
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_page(open_page, name, width, scheme):
    page = open_page(name, width, scheme)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("body").get_attribute("data-md-color-scheme") == {"light": "default", "dark": "slate"}[scheme]
    assert (page.foreign, page.errors) == ([], [])


def test_the_answers_come_first_on_a_phone(open_page):
    page = open_page("variant", width=390)
    for answer in ("License", "Parameters", "Context", "Purpose", "Gated on the Hub"):
        box = page.locator("dl.answers dt", has_text=answer).first.bounding_box()
        assert box["y"] < 900, answer


def test_the_header_search_finds_a_variant(open_page):
    page = open_page("home")
    page.get_by_role("textbox", name="Search").fill("gpt-oss")
    page.locator(".md-search-result__link").first.wait_for()
    assert "gpt-oss" in page.locator(".md-search-result__link").first.inner_text()


def test_a_snippet_can_be_copied(open_page):
    page = open_page("variant")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("from transformers import pipeline")
    assert copied == page.locator("pre > code").first.inner_text()
