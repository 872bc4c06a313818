"""The health page's figures, each counted from the small catalogue by hand."""

from dataclasses import replace
from datetime import date

from conftest import TODAY, run

from generator import store
from generator.catalogue import join
from generator.derive import health
from generator.workspace import Workspace


def test_coverage_counts_known_unknown_and_contradicted(small_catalogue):
    (context, code) = health.measure_coverage(small_catalogue, ("context_tokens", "training_code"))
    assert context.known + context.unknown == code.known + code.unknown == 7
    assert context.contradicted == 1  # an override of DeepSeek-R1 against a data set
    assert (code.known, code.contradicted) == (0, 0)


def test_what_is_gone_is_listed_the_longest_gone_first(small_catalogue):
    assert health.list_missing(small_catalogue) == ()
    family = small_catalogue.families["llama"]
    first, second = (
        replace(v, missing_since=day)
        for v, day in zip(family.variants, (date(2026, 2, 1), date(2026, 1, 1)), strict=True)
    )
    series = replace(family.series[0], variants=(first, second))
    changed = replace(small_catalogue, families={"llama": replace(family, series=(series,))})
    assert health.list_missing(changed) == (second, first)


def test_a_family_is_stale_a_year_after_its_last_check(small):
    path = small / "data/families/llama.yaml"
    override = "{field: gated, value: true, reason: Test., source: 'https://example.org', checked: 2025-11-24}"
    path.write_text(f"{path.read_text()}    overrides:\n    - {override}\n")
    publisher = small / "data/publishers/meta.yaml"
    publisher.write_text(publisher.read_text().replace("checked: 2026", "checked: 2024"))
    catalogue = join(store.load(Workspace(small)))
    assert "llama" not in [one.family.id for one in health.list_stale(catalogue, TODAY)]
    (one,) = (one for one in health.list_stale(catalogue, date(2026, 11, 25)) if one.family.id == "llama")
    assert one.checked == date(2025, 11, 24)


def test_the_page_names_what_failed_and_what_was_never_checked(small):
    (small / "data/refresh.yaml").write_text(
        "day: 2026-11-23\nasked: 1\npresent: 0\ngated: 0\nmissing: []\nrenamed: {}\n"
        "failed: {meta-llama/Llama-3.1-8B: 'answered 503 <b>'}\n"
    )
    for path in (small / "data/publishers").iterdir():
        head = path.read_text().partition("evidence:")[0]
        path.write_text(f"{head}evidence: []\n")
    run("render", "--today", TODAY.isoformat(), root=small)
    page = (small / "docs/methodology/health/index.md").read_text()
    assert "keep their older facts: 1.</p>" in page
    assert 'llama-3-1-8b/">meta-llama/Llama-3.1-8B</a>: answered 503 &lt;b&gt;</li>' in page
    assert 'families/llama/">Llama</a>, never</li>' in page


def test_before_the_first_refresh_the_page_says_so(small):
    run("render", "--today", TODAY.isoformat(), root=small)
    assert "The Hub has not been asked yet." in (small / "docs/methodology/health/index.md").read_text()
