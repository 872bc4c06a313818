"""A golden page of each type, for a reviewer to read; and the words around the data are translatable."""

from fnmatch import fnmatch
from gettext import NullTranslations
from pathlib import Path

import html5lib
import pytest
from babel import Locale
from conftest import TODAY
from made_data import make_data, make_override

from generator.catalogue import join
from generator.pages import DATA_TYPES, PAGE_TYPES
from generator.pages.page import Page
from generator.pages.rows import MOST_VALUES
from generator.pages.snippets import list_snippets
from generator.records.languages import normalize_languages
from generator.render import render_pages, write_source

GOLDEN = Path(__file__).parent / "golden"
CHOSEN = {
    "home": "index.md",
    "explore": "explore/index.md",
    "compare": "compare/index.md",
    "families": "families/index.md",
    "family": "families/llama/index.md",
    "variant": "families/llama/llama-3-1-8b/index.md",
    "purposes": "purposes/index.md",
    "purpose": "purposes/reasoning/index.md",
    "licenses": "licenses/index.md",
    "license": "licenses/llama3.1/index.md",
    "publishers": "publishers/index.md",
    "publisher": "publishers/deepseek/index.md",
    "landscape": "landscape/index.md",
    "methodology": "methodology/index.md",
    "health": "methodology/health/index.md",
}


@pytest.fixture(scope="session")
def pages(small_catalogue):
    return render_pages(small_catalogue, TODAY)


def test_every_page_lies_where_its_type_says(small_catalogue):
    paths = {(kind.path, page.path) for kind in PAGE_TYPES for page in kind.make(small_catalogue, TODAY)}
    assert all(fnmatch(path, pattern) and path.count("/") == pattern.count("/") for pattern, path in paths)
    assert {pattern for pattern, _ in paths} == {kind.path for kind in PAGE_TYPES}
    files = {(kind.folder, data.path) for kind in DATA_TYPES for data in kind.make(small_catalogue, TODAY)}
    assert files
    assert all(path.startswith(f"{folder}/") for folder, path in files)


@pytest.mark.parametrize("name", CHOSEN)
def test_golden_page(name, pages, request):
    path = GOLDEN / f"{name}.html"
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(pages[CHOSEN[name]], encoding="utf-8")
    assert pages[CHOSEN[name]] == path.read_text(encoding="utf-8"), "run 'make golden' and read the difference"


def test_every_page_type_has_a_golden_page():
    """It comes after the one that writes them."""
    assert list(CHOSEN) == [kind.name for kind in PAGE_TYPES]
    assert {path.stem for path in GOLDEN.iterdir()} == set(CHOSEN)


@pytest.mark.parametrize("name", CHOSEN)
def test_a_body_is_well_formed(name, pages):
    body = pages[CHOSEN[name]].partition(" -->\n")[2]
    parser = html5lib.HTMLParser(strict=True)
    assert parser.parseFragment(body) is not None
    assert body.count("<h1") == 1


def test_a_contradiction_is_shown_with_both_sources(pages):
    page = pages["families/deepseek/deepseek-r1/index.md"]
    first, second = page.index("131,072 tokens</td><td>corrected by hand"), page.index("163,840 tokens</td><td>public")
    assert first < page.index("Context, stated otherwise") < second


def test_an_unknown_fact_is_shown_as_unknown(pages):
    page = pages["families/deepseek/deepseek-ocr/index.md"]
    assert '<tr><th scope="row">Context</th><td><span class="unknown">not known</span></td>' in page


def test_no_link_says_what_people_wrote():
    """It could name one address and lead to another."""
    text, where = "https://github.com/some/code", "https://evil.example/code"
    overrides = [make_override("training_code", where), make_override("license", "mit")]
    told = [override | {"reason": text, "source": where} for override in overrides]
    page = _render(variant={"overrides": told}, licenses={"mit": {}})
    assert page.count(f"{text} (<a") == len(told)
    assert f'Training code: <a href="{where}" rel="external nofollow">evil.example</a> ({text})' in page
    assert f">{text}</a>" not in page


def test_a_page_shows_the_first_values_of_a_list_and_how_many_more():
    codes = normalize_languages(Locale("en").languages)
    bases = [f"other/base-{number}" for number in range(MOST_VALUES + 1)]
    page = _render(reported={10: {"some/tiny": {"languages": codes, "base_models": bases}}})
    last = Locale("en").languages[codes[MOST_VALUES - 1]]
    assert f"{last} and {len(codes) - MOST_VALUES} more</td>" in page
    assert "other/base-199</code></a> and 1 more</td>" in page
    assert "other/base-200" not in page


def _render(path="families/tiny/tiny/index.md", **given):
    return render_pages(join(make_data(**given)), TODAY)[path]


class _Marked(NullTranslations):
    """Puts every translated text in brackets."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, singular, plural, n):
        return f"⟦{singular if n == 1 else plural}⟧"


def test_every_word_of_the_interface_can_be_translated(small_catalogue):
    """What stays outside of brackets comes from data: it is the same in every language."""
    files = render_pages(small_catalogue, TODAY, translations=_Marked())
    plain = {""}
    for name in ("families/index.md", "families/llama/llama-3-1-8b/index.md", "licenses/llama3.1/index.md"):
        tree = html5lib.parseFragment(files[name].partition(" -->\n")[2], namespaceHTMLElements=False)
        for heading in [*tree.findall(".//thead//th"), *tree.iter("dt"), *tree.iter("h2"), *tree.iter("summary")]:
            text = "".join(heading.itertext()).strip()
            linked = heading.find(".//a") is not None or heading.find(".//code") is not None
            assert linked or text.startswith("⟦") or text in plain, (name, text)


@pytest.mark.parametrize(
    "title",
    ["</title><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a\nb: {{ 7*191 }}", "`x` [y] &lt;"],
)
def test_a_title_is_harmless_where_material_writes_it_raw(title):
    front = write_source(Page(path="a/b", title=title, description=title, context={}), "").split("---")[1]
    assert not set("<>&`{}[]\\") & set(front.partition("hide:")[0].replace("'", "").replace('"', ""))


def test_snippets_fit_the_variant(small_catalogue):
    by_repo = {variant.repo: [s.engine for s in list_snippets(variant)] for variant in small_catalogue}
    assert by_repo["openai/gpt-oss-20b"] == ["Transformers", "vLLM"]
    assert by_repo["meta-llama/Llama-3.1-8B"] == ["Transformers", "vLLM", "llama.cpp"]
