"""The small site in Chromium: axe, phone width, dark, no foreign request, no error in the console."""

import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import serve
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
    page.get_by_role("textbox", name="Search").click()
    page.get_by_role("textbox", name="Search").press_sequentially("gpt-oss", delay=40)
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
            page.wait_for_function("window.late === 1")
    context.close()


def test_the_palette_can_be_switched(open_page):
    page = open_page("variant", scheme="light")
    page.locator("label[title='Switch to the dark colours']").click()
    page.wait_for_function("document.body.getAttribute('data-md-color-scheme') === 'slate'")
    page.reload(wait_until="networkidle")
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
