"""The explorer in Chromium: every filter against the catalogue, shared links, keyboard, history, bad addresses."""

import json
from datetime import date
from urllib.parse import parse_qsl

import pytest
from conftest import wait

from generator.derive.facets import find_release
from generator.derive.openness import classify
from generator.derive.rights import judge
from generator.derive.sizing import estimate
from generator.pages.home import READY_ANSWERS

RIGHTS = {
    "commercial": "commercial_use",
    "modify": "modify",
    "redistribute": "redistribute",
    "outputs": "train_on_outputs",
    "nocap": "no_cap",
    "eu": "in_eu",
    "ungated": "ungated",
}
ACCEPTED = {"yes": ("yes",), "terms": ("yes", "conditional"), "no": ("no",), "unknown": ("unknown",)}
QUERIES = [
    *(f"{right}={wish}" for right in RIGHTS for wish in ACCEPTED),
    *(f"purpose={purpose}" for purpose in ("code", "embedding", "ocr")),
    "purpose=code&purpose=math",
    "license=apache-2.0",
    "license=mit&license=gemma",
    "license=unknown",
    *(f"openness={label}" for label in ("open-weights", "open-source", "weights-available", "unknown")),
    "memory=24",
    "memory=8&precision=bf16&tokens=4096",
    "memory=24&tokens=131072",
    "memory=0.5&unknown=memory",
    "unknown=memory",
    "min=7&max=9",
    "max=0.5&unknown=parameters",
    "min=100",
    "context=131072",
    "context=200000&unknown=context",
    "language=es",
    "language=es&language=ja",
    "language=unknown",
    "publisher=mistral&publisher=google",
    "country=FR",
    "country=unknown",
    "format=gguf",
    "format=awq&format=fp8",
    "format=unknown",
    "since=2025-06-01",
    "since=2026-01-01&unknown=since",
    "purpose=code&commercial=terms&memory=24&format=gguf",
    "language=fr&country=CN&max=10&modify=yes",
]


class Row:
    """A variant with what the reference needs of it."""

    def __init__(self, number, variant, series, catalogue):
        publisher = catalogue.families[variant.family_id].publisher_id
        facts = variant.facts
        self.number, self.variant, self.sizing = number, variant, estimate(variant, catalogue)
        self.day = find_release(variant, series)
        self.rights = judge(variant, catalogue)
        own = {files.format for files in facts.weights.value or () if files.format != "other"}
        self.values = {
            "purpose": {series.purpose},
            "license": {facts.license.value or "unknown"},
            "openness": {classify(variant, catalogue).label},
            "publisher": {publisher},
            "country": {catalogue.publishers[publisher].country or "unknown"},
            "language": set(facts.languages.value or ()) or {"unknown"},
            "format": own | {build.format for build in variant.builds} or {"unknown"},
        }

    def need(self, precision, tokens):
        for weights in self.sizing.weights:
            if weights.precision.id == precision:
                total = self.sizing.total(weights, tokens)
                return round(weights.bytes * 1.2) if total is None else total
        return None

    def passes(self, query):
        asked = {}
        for name, value in parse_qsl(query):
            asked.setdefault(name, []).append(value)
        one = {name: values[0] for name, values in asked.items()}
        unknown = asked.pop("unknown", [])
        for name, values in self.values.items():
            wanted = set(asked.get(name, ()))
            if wanted and not (wanted <= values if name == "language" else wanted & values):
                return False
        if any(getattr(self.rights, RIGHTS[n]).answer not in ACCEPTED[one[n]] for n in RIGHTS if n in one):
            return False
        low, high = float(one.get("min", 0)) * 1e9, float(one.get("max", "inf")) * 1e9
        ranges = {
            "memory": (
                "memory" in one,
                self.need(one.get("precision", "q4_k_m"), int(one.get("tokens", 8192))),
                lambda need: need <= float(one["memory"]) * 1e9,
            ),
            "parameters": (
                "min" in one or "max" in one,
                self.variant.facts.parameters_total.value,
                lambda value: low <= value <= high,
            ),
            "context": ("context" in one, self.sizing.max_tokens, lambda value: value >= int(one["context"])),
            "since": ("since" in one, self.day, lambda day: day >= date.fromisoformat(one["since"])),
        }
        for name, (is_set, value, within) in ranges.items():
            if (is_set or name in unknown) and not (name in unknown if value is None else is_set and within(value)):
                return False
        return True


@pytest.fixture(scope="module")
def rows(real_catalogue):
    found = [
        (variant, series)
        for family in real_catalogue.families.values()
        for series in family.series
        for variant in series.variants
    ]
    return [Row(number, variant, series, real_catalogue) for number, (variant, series) in enumerate(found)]


def _find(rows, query):
    found = [row for row in rows if row.passes(query)]
    return sorted(found, key=lambda row: (row.day is None, -row.day.toordinal() if row.day else 0, row.number))


def _read(page):
    repos = page.eval_on_selector_all("#rows .pick input", "(boxes) => boxes.map((box) => box.value)")
    words = page.locator("#count").inner_text()
    return 0 if words.startswith("No") else int(words.split()[0].replace(",", "")), repos


def _ask(page, query):
    """Go to an address as the browser's back button does: without loading the page anew."""
    page.evaluate(
        "(query) => { history.pushState(null, '', '?' + query); dispatchEvent(new PopStateEvent('popstate')); }", query
    )


READ_COUNTS = """() => {
  const number = (text) => +text.replace(/[^0-9]/g, "");
  const boxes = [...document.querySelectorAll(".filters .choice input")];
  const options = [...document.querySelectorAll(".filters select option")].filter((o) => o.label.includes("("));
  return [
    boxes.map((b) => [`${b.name}=${b.value}`, number(b.closest("label").querySelector("[data-count]").textContent)]),
    options.map((o) => [`${o.parentElement.name}=${o.value}`, number(o.label)]),
  ].map(Object.fromEntries);
}"""
READ_UNKNOWN = """(cell) => [...document.querySelectorAll("#rows tr")].map((row) => row.children[cell])
  .map((cell) => cell.classList.contains("unknown") || !!cell.querySelector(".unknown"))"""
CELLS = {"title": 1, "commercial": 2, "license": 3, "parameters": 4, "memory": 5, "context": 6, "released": 7}


@pytest.fixture(scope="module")
def answers(rows):
    return {query: [row.variant.repo for row in _find(rows, query)] for query in QUERIES}


def test_every_filter_answers_as_the_catalogue_does(visit, real_address, answers):
    page = visit(real_address + "explore/")
    given = {}
    for query in QUERIES:
        _ask(page, query)
        given[query] = _read(page)
    assert given == {query: (len(repos), repos[:50]) for query, repos in answers.items()}
    assert page.locator("#ignored").is_hidden()
    assert sum(map(bool, answers.values())) > 50, "most questions have an answer"


@pytest.mark.parametrize("ready", READY_ANSWERS, ids=lambda ready: ready.query)
def test_a_ready_answer_of_the_home_page_is_right(visit, real_address, rows, ready):
    page = visit(real_address)
    page.get_by_role("link", name=ready.words).click()
    wait(page, "document.getElementById('sort')?.disabled === false")
    expected = [row.variant.repo for row in _find(rows, ready.query)]
    assert expected
    assert _read(page) == (len(expected), expected[:50])


def test_the_counts_on_the_choices_are_what_choosing_them_gives(visit, real_address, rows):
    query = "purpose=code&commercial=terms&memory=24&language=en"
    page = visit(f"{real_address}explore/?{query}")
    shown, options = page.evaluate(READ_COUNTS)
    for choice, count in {**shown, **options}.items():
        name, _, value = choice.partition("=")
        rest = "&".join(part for part in query.split("&") if name == "language" or not part.startswith(f"{name}="))
        if name == "unknown":
            field = {"parameters": "min", "memory": "memory"}.get(value, value)
            rest = "&".join(part for part in query.split("&") if not part.startswith(f"{field}="))
        assert count == len(_find(rows, f"{rest}&{choice}")), choice
    assert len(shown) > 150
    assert len(options) == 28


def test_what_a_visitor_clicks_is_in_the_address_and_comes_back(visit, real_address, answers):
    page = visit(real_address + "explore/")
    everything = _read(page)
    page.get_by_role("checkbox", name="Code", exact=False).first.check()
    page.get_by_label("May I sell with it?").select_option("terms")
    page.get_by_label("Memory in GB").fill("24")
    page.locator("summary", has_text="Format").click()
    page.locator("input[name=format][value=gguf]").check()
    expected = answers["purpose=code&commercial=terms&memory=24&format=gguf"]
    assert _read(page) == (len(expected), expected[:50])
    assert page.url.endswith("explore/?purpose=code&commercial=terms&memory=24&format=gguf")
    page.reload()
    wait(page, "!document.getElementById('sort').disabled")
    assert _read(page) == (len(expected), expected[:50])
    assert page.locator("#chips li").count() == 4
    for _ in range(4):
        page.go_back()
    assert _read(page) == everything
    page.go_forward()
    assert page.url.endswith("explore/?purpose=code")
    assert page.get_by_role("checkbox", name="Code", exact=False).first.is_checked()


@pytest.mark.parametrize("key", CELLS)
def test_every_column_sorts_both_ways_with_the_unknown_last(visit, real_address, key):
    page = visit(real_address + "explore/?publisher=mistral&publisher=google")
    header = page.locator(f"th[data-key={key}]")
    seen = []
    for _ in range(2):
        header.get_by_role("button").click()
        seen.append(header.get_attribute("aria-sort"))
        page.locator("#more").click() if page.locator("#more").is_visible() else None
    assert set(seen) == {"ascending", "descending"}
    values = page.evaluate(READ_UNKNOWN, CELLS[key])
    assert values == sorted(values)


def test_no_result_says_which_filter_to_drop(visit, real_address, rows):
    query = "purpose=ocr&country=FR&max=20"
    page = visit(f"{real_address}explore/?{query}")
    assert page.locator("#count").inner_text() == "No variant fits all of this."
    first, second = len(_find(rows, "country=FR&max=20")), len(_find(rows, "purpose=ocr&max=20"))
    words = page.locator("#help button").all_inner_texts()
    assert sorted(words) == [f"Without “Document reading”: {first}", f"Without “France”: {second}"]
    page.get_by_role("button", name="Without “France”").click()
    assert _read(page)[0] == second
    assert page.url.endswith("explore/?purpose=ocr&max=20")


def test_names_are_found_with_mistakes_and_the_best_comes_first(visit, real_address):
    page = visit(real_address + "explore/?q=qwen+3+codr+30b")
    assert page.locator("#rows .pick input").first.get_attribute("value") == "Qwen/Qwen3-Coder-30B-A3B-Instruct"


def test_the_keyboard_alone_asks_sorts_picks_and_compares(visit, small_address):
    page = visit(small_address + "explore/")
    page.locator("#q").focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "reasoning", "summary, first choice, second choice"
    page.keyboard.press("Space")
    assert page.locator("#count").inner_text() == "4 variants"
    page.locator("th[data-key=title] button").focus()
    page.keyboard.press("Enter")
    assert page.locator("th[data-key=title]").get_attribute("aria-sort") == "ascending"
    page.locator("#rows .pick input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('tr') !== null")
    page.locator("form.tray button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/?m=*")
    page.get_by_text("1 of 4 chosen").wait_for()


def test_at_most_four_are_picked_and_stay_in_the_address(visit, small_address):
    page = visit(small_address + "explore/")
    for box in page.locator("#rows .pick input").all()[:5]:
        box.click()
    assert page.locator("#rows .pick input:checked").count() == 4
    assert page.locator("#picked").inner_text() == "Up to four can be compared. Take one out first."
    assert page.url.count("pick=") == 4
    page.reload()
    wait(page, "!document.getElementById('sort').disabled")
    assert page.locator("#picked").inner_text() == "4 of 4 chosen"


def test_on_a_phone_the_filters_fold_and_rows_are_cards(visit, small_address):
    page = visit(small_address + "explore/?purpose=reasoning", width=390)
    assert page.locator("form.filters").is_hidden()
    assert page.locator("label.narrow").inner_text() == "Filters (1)"
    assert page.locator("#rows tr").first.evaluate("(row) => getComputedStyle(row).display") == "grid"
    page.locator("#narrow").focus()
    page.keyboard.press("Space")
    page.locator("input[name=purpose][value=ocr]").check()
    page.get_by_role("button", name="Apply").click()
    assert page.locator("form.filters").is_hidden()
    assert page.locator("#count").inner_text() == "5 variants"


BAD = {
    "purpose=none": "Ignored in this address: purpose=none.",
    "colour=red&purpose=ocr": "Ignored in this address: colour=red.",
    "commercial=terms&commercial=no": "Ignored in this address: commercial=no.",
    "purpose=ocr&purpose=ocr": "Ignored in this address: purpose=ocr.",
    "min=70&max=7": "Ignored in this address: max=7.",
    "memory=much": "Ignored in this address: memory=much.",
    "memory=-5": "Ignored in this address: memory=-5.",
    "since=yesterday": "Ignored in this address: since=yesterday.",
    "since=2025-02-31": "Ignored in this address: since=2025-02-31.",
    "memory=1e999": "Ignored in this address: memory=1e999.",
    "sort=colour": "Ignored in this address: sort=colour.",
    "pick=nobody/nothing": "Ignored in this address: pick=nobody/nothing.",
    "precision=q9": "Ignored in this address: precision=q9.",
    "__proto__=1&constructor=2&sort=__proto__": (
        "Ignored in this address: __proto__=1, constructor=2, sort=__proto__."
    ),
    "purpose=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E": (
        "Ignored in this address: purpose=<img src=x onerror=alert(1)>."
    ),
    "%22%3E%3Cscript%3Ealert(1)%3C/script%3E=1": 'Ignored in this address: "><script>alert(1)</script>=1.',
}


@pytest.mark.parametrize("query", BAD)
def test_a_bad_address_gives_a_useful_page_and_names_what_was_ignored(visit, small_address, query):
    page = visit(f"{small_address}explore/?{query}")
    assert page.locator("#ignored").inner_text() == BAD[query]
    assert page.locator("#rows tr").count() > 0
    assert page.locator("#explorer img, #explorer script").count() == 0
    assert page.errors == []


@pytest.mark.parametrize(
    "query",
    ["q=" + "x" * 10_000, "purpose=" + "y" * 10_000, "&".join(f"a{n}=1" for n in range(1000)), "q=%3Cb%3Ebold"],
    ids=["long text", "long value", "many", "markup"],
)
def test_a_huge_or_hostile_address_leaves_a_page_that_works(visit, small_address, query):
    page = visit(f"{small_address}explore/?{query}")
    assert len(page.locator("#ignored").inner_text()) < 700
    assert page.locator("#explorer b").count() == 0
    page.get_by_role("button", name="Start again").click()
    wait(page, "document.querySelectorAll('#rows tr').length === 7")
    assert page.errors == []


def test_data_that_cannot_be_loaded_is_said(visit, small_address):
    page = visit(small_address)
    page.route("**/api/models.json", lambda route: route.abort())
    page.goto(small_address + "explore/")
    page.get_by_text("The data could not be loaded. The tables by purpose hold the same models.").wait_for()


def test_the_words_on_the_page_are_those_it_was_given(visit, small_address):
    words = json.loads(visit(small_address + "explore/").locator("#explorer").get_attribute("data-words"))
    assert words["conditional"] == "Yes, if"
