"""The comparison in Chromium: what it shows is what the catalogue holds, copies are safe, bad addresses are named."""

import csv
import io

import pytest
from conftest import run, serve, wait

from generator.derive.rights import judge
from generator.derive.sizing import estimate
from generator.pages import verdicts
from generator.pages.compare import make_data

CHOSEN = ("Qwen/Qwen3-Coder-30B-A3B-Instruct", "meta-llama/Llama-3.1-8B-Instruct", "google/gemma-3-27b-it")
QUERY = "&".join(f"m={repo}" for repo in CHOSEN)
ANSWERS = {"yes": "Yes", "conditional": "Yes, if", "no": "No", "unknown": "not known"}


READ = """() => Object.fromEntries([...document.querySelectorAll('#table tbody tr')].map((row) => [
  row.children[0].textContent,
  [...row.querySelectorAll('td')].map((cell) => {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll('small, .best').forEach((part) => part.remove());
    return copy.textContent.trim();
  }),
]))"""


def _read(page):
    """Return the table as rows of texts by name, notes and marks left out."""
    return page.evaluate(READ)


def _parse_gigabytes(text):
    return float(text.removesuffix(" GB")) * 1e9


def test_the_table_shows_what_the_catalogue_holds(visit, real_address, real_catalogue):
    page = visit(f"{real_address}compare/?{QUERY}")
    table = _read(page)
    variants = [real_catalogue.variant_of[repo] for repo in CHOSEN]
    heads = page.locator("#table thead a").all_inner_texts()
    assert heads == [variant.title for variant in variants]
    for question, name in verdicts.QUESTIONS.items():
        answers = [ANSWERS[getattr(judge(variant, real_catalogue), question).answer] for variant in variants]
        assert table[name] == answers
    assert table["License"] == [real_catalogue.licenses[v.facts.license.value].title for v in variants]
    for number, variant in enumerate(variants):
        sizing = estimate(variant, real_catalogue)
        for weights in sizing.weights:
            row = table.get(f"Memory at {weights.precision.title}, 8,192 tokens")
            if row:
                expected = sizing.total(weights, 8192) or round(weights.bytes * 1.2)
                assert abs(_parse_gigabytes(row[number]) - expected) <= 0.006 * expected
        assert table["Context in tokens"][number] == (
            f"{sizing.max_tokens:,}" if sizing.max_tokens else "not published"
        )


def test_conditions_of_the_license_stand_below_the_answer(visit, real_address, real_catalogue):
    page = visit(f"{real_address}compare/?{QUERY}")
    row = page.locator("#table tbody tr", has_text="May I sell with it?").first
    record = real_catalogue.licenses[real_catalogue.variant_of[CHOSEN[1]].facts.license.value]
    assert row.locator("td").nth(1).locator("small").inner_text() == record.permissions.commercial_use.condition


def test_the_best_is_said_in_words_and_a_tie_is_not(visit, real_address, real_catalogue):
    page = visit(f"{real_address}compare/?{QUERY}")
    contexts = [estimate(real_catalogue.variant_of[repo], real_catalogue).max_tokens or 0 for repo in CHOSEN]
    cells = page.locator("#table tbody tr", has_text="Context in tokens").locator("td")
    marked = [cells.nth(n).locator(".best").count() == 1 for n in range(3)]
    assert marked == [value == max(contexts) for value in contexts]
    assert cells.nth(contexts.index(max(contexts))).locator(".best").inner_text() == "longest"
    page.goto(f"{real_address}compare/?m={CHOSEN[0]}")
    page.locator("#table tbody tr").first.wait_for()
    assert page.locator(".best").count() == 0


def test_only_differences_hides_equal_rows_and_is_in_the_address(visit, real_address):
    page = visit(f"{real_address}compare/?m=Qwen/Qwen2.5-7B-Instruct&m=Qwen/Qwen2.5-7B")
    every = _read(page)
    page.get_by_label("Only differences").check()
    fewer = _read(page)
    assert 0 < len(fewer) < len(every)
    assert all(len(set(values)) > 1 for name, values in fewer.items() if not name.startswith("May I"))
    assert "License" not in fewer
    assert page.url.endswith("&diff=1")
    page.reload()
    page.locator("#table tbody tr").first.wait_for()
    assert _read(page) == fewer


def test_a_variant_is_added_by_name_and_taken_out_again(visit, small_address):
    page = visit(small_address + "compare/")
    assert page.get_by_text("Nothing chosen yet").is_visible()
    page.get_by_label("Add a variant by name").fill("gpt oss 20")
    page.keyboard.press("Enter")
    assert page.locator("#table thead a").all_inner_texts() == ["gpt oss 20b"]
    assert page.url.endswith("compare/?m=openai/gpt-oss-20b")
    page.get_by_label("Add a variant by name").fill("openai/gpt-oss-20b")
    page.get_by_role("button", name="Add").click()
    assert page.locator("#status").inner_text() == "gpt oss 20b is in the table already."
    page.get_by_label("Add a variant by name").fill("zzzzz")
    page.get_by_role("button", name="Add").click()
    assert page.locator("#status").inner_text() == "No variant has a name like that."
    page.get_by_role("button", name="Take out gpt oss 20b").click()
    assert page.get_by_text("Nothing chosen yet").is_visible()
    page.go_back()
    assert page.locator("#table thead a").all_inner_texts() == ["gpt oss 20b"]


def test_copies_hold_the_table_as_csv_and_markdown(visit, real_address):
    page = visit(f"{real_address}compare/?{QUERY}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    table = _read(page)
    page.get_by_role("button", name="Copy as CSV").click()
    page.get_by_text("Copied").wait_for()
    lines = list(csv.reader(io.StringIO(page.evaluate("navigator.clipboard.readText()"))))
    assert lines[1] == ["repository", *CHOSEN]
    assert [line[0] for line in lines[2:]] == list(table)
    assert {len(line) for line in lines} == {4}
    for name, *values in lines[2:]:
        assert all(value.startswith(shown) for value, shown in zip(values, table[name], strict=True))
    page.get_by_role("button", name="Copy as Markdown").click()
    wait(page, "navigator.clipboard.readText().then((text) => text.startsWith('|'))")
    text = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert text[1] == "| --- | --- | --- | --- |"
    assert len(text) == len(lines) + 1


def test_a_copied_formula_is_text_and_markup_is_escaped(visit, small_address):
    page = visit(small_address)
    hostile = '=HYPERLINK("https://evil.example","x");=cmd|\'/c calc\'!A1;"=x'

    def rename(route):
        data = route.fetch().json()
        data["columns"]["title"] = [hostile for _ in data["columns"]["title"]]
        route.fulfill(json=data)

    page.route("**/api/models.json", rename)
    page.goto(small_address + "compare/?m=deepseek-ai/DeepSeek-R1")
    page.locator("#table tbody tr").first.wait_for()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as CSV").click()
    page.get_by_text("Copied").wait_for()
    first = next(csv.reader(io.StringIO(page.evaluate("navigator.clipboard.readText()"))))
    # A spreadsheet may part cells at a semicolon, and drop a quote.
    assert first[1] == "'" + hostile.replace(";=", ";'=").replace('"=', "\"'=")
    assert page.locator("#table thead a").first.inner_text() == hostile


@pytest.mark.parametrize("name", ["constructor", "__proto__", "toString"])
def test_a_license_named_as_what_every_object_has_is_only_unknown(visit, small_address, name):
    page = visit(small_address)

    def rename(route):
        data = route.fetch().json()
        data["licenses"] = [[name, None] for _ in data["licenses"]]
        route.fulfill(json=data)

    page.route("**/api/models.json", rename)
    for query in (f"explore/?q={name}", "compare/?m=openai/gpt-oss-20b"):
        page.goto(small_address + query)
        wait(page, "document.querySelector('tbody tr')")
        assert page.errors == []
    assert _read(page)["License"] == [name]
    assert _read(page)["What the license asks"] == ["not published"]


def test_a_license_called_constructor_is_compared(small, visit):
    """The whole way, from what the Hub says."""
    (small / "data/hub/openai").mkdir(parents=True)
    (small / "data/hub/openai/gpt-oss-20b.yaml").write_text("license: constructor\ngated: false\n")
    run("build", root=small)
    with serve(small / "site") as address:
        page = visit(f"{address}compare/?m=openai/gpt-oss-20b")
        assert page.errors == []
        assert _read(page)["License"] == ["constructor"]


def test_a_mention_and_an_address_are_dead_in_copied_markdown(visit, small_address):
    page = visit(small_address)
    hostile = "@org/`team`|see www.evil.example or https://evil.example/ #1 a@evil.example"

    def rename(route):
        data = route.fetch().json()
        data["columns"]["title"] = [hostile for _ in data["columns"]["title"]]
        route.fulfill(json=data)

    page.route("**/api/models.json", rename)
    page.goto(small_address + "compare/?m=deepseek-ai/DeepSeek-R1")
    page.locator("#table tbody tr").first.wait_for()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as Markdown").click()
    page.get_by_text("Copied").wait_for()
    first = page.evaluate("navigator.clipboard.readText()").split("\n")[0]
    assert first == "|  | `@org/ team see www.evil.example or https://evil.example/ #1 a@evil.example` |"


BAD = {
    "m=nobody/nothing&m=openai/gpt-oss-20b": ("nobody/nothing", 1),
    "m=openai/gpt-oss-20b&m=OpenAI/GPT-OSS-20B": ("OpenAI/GPT-OSS-20B", 1),
    "m=%3Cimg%20src=x%20onerror=alert(1)%3E": ("<img src=x onerror=alert(1)>", 0),
    "x=1&diff=2": ("x=1, diff=2", 0),
}


@pytest.mark.parametrize("query", BAD)
def test_a_bad_address_is_named_and_the_rest_is_shown(visit, small_address, query):
    page = visit(f"{small_address}compare/?{query}")
    named, columns = BAD[query]
    assert page.locator("#ignored").inner_text() == f"Ignored in this address: {named}."
    assert page.locator("#table thead a").count() == columns
    assert page.locator("#comparison img").count() == 0
    assert page.errors == []


def test_the_fifth_and_a_huge_value_are_named_in_short(visit, small_address):
    repos = ["openai/gpt-oss-20b", "openai/gpt-oss-120b", "deepseek-ai/DeepSeek-R1", "meta-llama/Llama-3.1-8B"]
    query = "&".join(f"m={repo}" for repo in (*repos, "deepseek-ai/DeepSeek-OCR", "z" * 10_000))
    page = visit(f"{small_address}compare/?{query}")
    assert page.locator("#table thead a").count() == 4
    said = page.locator("#ignored").inner_text()
    assert said.startswith("Ignored in this address: deepseek-ai/DeepSeek-OCR, zzz")
    assert len(said) < 150


def test_the_terms_name_conditions_caps_and_duties(small_catalogue):
    (file,) = make_data(small_catalogue, None)
    assert '"nocap":"you stay below 700,000,000 users a month"' in file.content
    assert '"asks":["include-license"' in file.content
