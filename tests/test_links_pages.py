"""What visitors see of the check of addresses: beside each source, and on the health page."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import TODAY

from generator import store
from generator.catalogue import join
from generator.derive import links
from generator.records import LinksRecord
from generator.render import render_pages
from generator.workspace import EXAMPLE

ANSWERED = '<small>address answered on <time datetime="2020-01-02">2 Jan 2020</time></small>'
DEAD = '<small class="dead">does not answer since <time datetime="2020-01-01">1 Jan 2020</time></small>'


@pytest.fixture(scope="module")
def data():
    return store.load(EXAMPLE)


@pytest.fixture(scope="module")
def pages(data):
    return render_pages(join(data), TODAY)


def test_each_address_is_judged_by_the_last_check(data):
    catalogue = join(data)
    assert links.judge("https://example.org/about", catalogue) == ("answers", date(2020, 1, 2))
    assert links.judge("https://example.org/correction", catalogue) == ("fails", date(2020, 1, 1))
    assert links.judge("https://example.org/never-written", catalogue) == ("unknown", None)
    assert links.count_replies(catalogue) == links.Tally(answered=3, failing=2, unknown=0)


def test_what_nobody_asked_is_unknown_and_so_is_what_was_written_since(data):
    for record in (None, LinksRecord(as_of=TODAY, answered=(), failing={})):
        catalogue = join(replace(data, links=record))
        assert links.count_replies(catalogue) == links.Tally(answered=0, failing=0, unknown=5)
        assert links.list_dead(catalogue) == ()


def test_an_address_that_nobody_names_any_more_is_not_counted(data):
    record = LinksRecord(as_of=TODAY, answered=("https://example.org/gone",), failing={})
    assert links.count_replies(join(replace(data, links=record))).answered == 0


def test_a_source_says_beside_its_day_whether_its_address_answers(pages):
    publisher = pages["publishers/example/index.md"]
    assert '>https://example.org/about</a>, read on <time datetime="2020-01-01">' in publisher
    assert f"</time> {ANSWERED}</li>" in publisher
    assert f">https://example.org/license</a> {ANSWERED}</li>" in pages["licenses/example/index.md"]
    page = pages["families/example/example-1/index.md"]
    link = '(<a href="https://example.org/correction" rel="external nofollow">example.org</a>)'
    assert f"Shows how a correction looks. {link} {DEAD}" in page


def test_a_homepage_is_marked_only_when_it_is_dead(pages):
    page = pages["families/example/index.md"]
    assert ">https://example.org/</a></li>" in page
    assert '>https://example.org/code</a> <small class="dead">does not answer since' in page


def test_only_what_people_wrote_down_is_marked(pages):
    """The Hub's and the data sets' sources are no addresses of people, even where they are the same."""
    page = pages["families/example/example-1/index.md"]
    rows = [row for row in page.split("<tr") if "address answered" in row or "does not answer" in row]
    assert rows
    assert all("corrected by hand" in row for row in rows)


def test_the_health_page_lists_the_longest_dead_first_with_their_files(pages):
    page = pages["methodology/health/index.md"]
    assert "2 Jan 2020</time>: 3 answered, 2 did not.</p>" in page
    first = '>https://example.org/correction</a>, since <time datetime="2020-01-01">1 Jan 2020</time>: status 404. '
    second = '>https://example.org/code</a>, since <time datetime="2020-01-02">2 Jan 2020</time>: nothing came in time'
    assert page.index(f"{first}<code>data/families/example.yaml</code></li>") < page.index(second)


def test_before_the_first_check_no_page_says_anything_of_addresses(data):
    pages = render_pages(join(replace(data, links=None)), TODAY)
    texts = [text for path, text in pages.items() if path.endswith(".md") and not path.startswith("methodology")]
    assert not [text for text in texts if "address answered" in text or "does not answer" in text]
    assert "The addresses that people wrote down have not been asked yet." in pages["methodology/health/index.md"]


def test_what_turned_a_machine_away_is_counted_as_not_known(data):
    record = LinksRecord(as_of=TODAY, answered=("https://example.org/",), failing={})
    page = render_pages(join(replace(data, links=record)), TODAY)["methodology/health/index.md"]
    assert "1 answered, 0 did not. Of 4 nothing is known: they are newer, or turn machines away.</p>" in page
