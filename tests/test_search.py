"""The search in the header: names typed with mistakes, the keyboard, and without a script."""

import gzip
import json

import pytest
from conftest import TODAY, wait

from generator.pages import search

CASES = {
    "qwen 3 coder 30b": "Qwen/Qwen3-Coder-30B-A3B-Instruct",
    "Qwen3Coder 30B": "Qwen/Qwen3-Coder-30B-A3B-Instruct",
    "qwen3-coder-30b-a3b-instruct-fp8": "Qwen/Qwen3-Coder-30B-A3B-Instruct",
    "qwne 3 coder 30b": "Qwen/Qwen3-Coder-30B-A3B-Instruct",
    "lama 3,1 8b instruct": "meta-llama/Llama-3.1-8B-Instruct",
    "gptoss 20b": "openai/gpt-oss-20b",
    "gpt oss 120 b": "openai/gpt-oss-120b",
    "deep seek r1": "deepseek-ai/DeepSeek-R1",
    "mistral smal 24b instrcut": "mistralai/Mistral-Small-24B-Instruct-2501",
    "gemma3 27b it": "google/gemma-3-27b-it",
    "phi4": "microsoft/phi-4",
    "zai-org/GLM-4.6": "zai-org/GLM-4.6",
    "qwen": "Family",
    "apache 2": "License",
    "alibaba": "Publisher",
    "embeddings": "Purpose",
}


@pytest.fixture(scope="module")
def index(real_catalogue):
    (file,) = search.make(real_catalogue, TODAY)
    return file.content


def test_the_index_names_every_family_variant_license_publisher_and_purpose(index, real_catalogue):
    document = json.loads(index)
    repos = {f"{row[0]}" for _, rows in document["variants"] for row in rows}
    assert repos == {variant.repo for variant in real_catalogue}
    paths = {path for _, path, _, _ in document["pages"]}
    for kind in ("families", "licenses", "publishers"):
        assert {f"{kind}/{id_}" for id_ in getattr(real_catalogue, kind)} <= paths
    assert {f"purposes/{variant.purpose}" for variant in real_catalogue} <= paths


def test_former_ids_and_builds_find_their_variant(small_catalogue):
    (file,) = search.make(small_catalogue, TODAY)
    rows = {row[0]: row[1:] for _, rows in json.loads(file.content)["variants"] for row in rows}
    assert rows["meta-llama/Llama-3.1-8B"] == ["", "meta-llama/Meta-Llama-3.1-8B -GGUF"]
    assert rows["openai/gpt-oss-20b"] == []


def test_the_index_stays_under_a_megabyte_at_ten_thousand(index, real_catalogue):
    per_variant = len(gzip.compress(index.encode())) / sum(1 for _ in real_catalogue)
    assert per_variant * 10_000 < 1_000_000


def test_what_was_typed_finds_what_was_meant(visit, real_address):
    page = visit(real_address)
    box = page.get_by_role("combobox", name="Search models")
    found = {}
    for typed in CASES:
        box.fill(typed)
        page.locator("#found li").first.wait_for()
        wait(page, "document.getElementById('find-status') || document.querySelector('#found li')")
        found[typed] = page.locator("#found li small").first.inner_text()
    assert found == CASES


def test_the_keyboard_walks_the_list_and_opens_a_page(visit, small_address):
    page = visit(small_address + "licenses/mit/")
    page.keyboard.press("/")
    box = page.locator("#find")
    assert box.evaluate("(e) => e === document.activeElement")
    page.keyboard.type("gpt oss")
    page.locator("#found li").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert chosen.get_attribute("aria-selected") == "true"
    assert page.locator("#found [aria-selected=true]").count() == 1
    path = chosen.get_attribute("data-path")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{small_address}{path}/")
    assert page.locator("h1").inner_text() in ("gpt-oss", "gpt oss 20b", "gpt oss 120b")


def test_escape_closes_the_list_and_a_click_opens_a_page(visit, small_address):
    page = visit(small_address)
    page.locator("#find").fill("llama")
    page.locator("#found li").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#found").is_hidden()
    page.keyboard.press("ArrowDown")
    page.locator("#found li", has_text="meta-llama/Llama-3.1-8B-Instruct").click()
    page.wait_for_url("**/llama-3-1-8b-instruct/")


def test_the_number_of_matches_is_announced(visit, small_address):
    page = visit(small_address)
    page.locator("#find").fill("llama 3.1 8b instruct")
    page.locator("#found li").first.wait_for()
    assert page.locator("#found-status").inner_text().endswith(("1 match", "matches"))
    page.locator("#find").fill("zzzzzz")
    wait(page, "document.getElementById('found').hidden")
    assert page.locator("#found-status").inner_text() == "No match here. Enter searches in the explorer."


def test_enter_leads_to_the_explorer_with_the_words(visit, small_address):
    page = visit(small_address)
    page.locator("#find").fill("gpt oss")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore/?q=gpt+oss")
    page.get_by_text("2 variants", exact=True).wait_for()
    assert page.locator("#rows tr").count() == 2


def test_without_a_script_the_form_leads_to_the_explorer(visit, small_address):
    page = visit(small_address, java_script_enabled=False)
    page.locator("#find").fill("llama")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore/?q=llama")
    assert page.locator("noscript .notice").is_visible()
    assert page.locator("#explorer").is_hidden()


def test_markup_in_the_search_stays_text(visit, small_address):
    page = visit(small_address)
    page.locator("#find").fill("<img src=x onerror=alert(1)> llama")
    page.wait_for_timeout(200)
    assert page.locator("form.find img").count() == 0
    assert page.errors == []
