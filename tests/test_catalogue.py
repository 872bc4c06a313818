"""Joining: precedence, former ids, builds, and where sources contradict each other."""

import re
from dataclasses import replace
from datetime import date

import pytest
from conftest import PROJECT, run
from made_data import make_data, make_override

from generator.catalogue import join
from generator.catalogue.slugs import STYLED_ANCHORS, TAKEN_ANCHORS, is_taken_anchor, make_slug, make_title
from generator.records import UsageRow
from generator.store.spelling import respell


def _facts(**given):
    (variant,) = join(make_data(**given))
    return variant.facts


def test_nothing_stated_is_unknown():
    claims = _facts().license
    assert (claims.best, claims.value, claims.contradicting) == (None, None, ())


def test_the_lower_rank_goes_first():
    reported = {20: {"some/tiny": {"context_tokens": 4096}}, 10: {"some/tiny": {"context_tokens": 8192}}}
    claims = _facts(reported=reported).context_tokens
    assert claims.value == 8192
    assert [fact.value for fact in claims.contradicting] == [4096]


def test_an_override_goes_before_all_and_the_variants_before_the_series():
    reported = {10: {"some/tiny": {"context_tokens": 8192}}}
    series = {"overrides": [make_override("context_tokens", 1024)]}
    variant = {"overrides": [make_override("context_tokens", 512)]}
    claims = _facts(reported=reported, series=series, variant=variant).context_tokens
    assert [(fact.value, fact.origin) for fact in claims.facts] == [
        (512, "override"),
        (1024, "override"),
        (8192, "reported"),
    ]


def test_the_hub_goes_between_an_override_and_the_data_sets():
    reported = {10: {"some/tiny": {"parameters_total": 8192}}}
    hub = {"some/tiny": {"parameters_total": 4096, "revision": "a" * 40, "last_modified": date(2026, 1, 2)}}
    variant = {"overrides": [make_override("parameters_total", 512)]}
    facts = _facts(reported=reported, hub=hub, variant=variant).parameters_total.facts
    assert [fact.origin for fact in facts] == ["override", "hub", "reported"]
    assert (facts[1].source.url, facts[1].as_of) == ("https://huggingface.co/some/tiny", date(2026, 1, 2))


def test_the_last_weekly_counts_go_before_what_data_sets_counted():
    rows = tuple(
        UsageRow(week=week, day=day, repo="some/tiny", downloads=downloads, quantized=3)
        for week, day, downloads in (("2026-W46", date(2026, 11, 10), 5), ("2026-W47", date(2026, 11, 17), 7))
    )
    data = replace(make_data(reported={1: {"some/tiny": {"downloads": 9}}}), usage={"some/tiny": rows})
    facts = join(data).families["tiny"].variants[0].facts
    assert [(f.value, f.origin, f.as_of) for f in facts.downloads.facts] == [
        (7, "hub", date(2026, 11, 17)),
        (9, "reported", None),
    ]
    assert facts.likes.value is None
    assert facts.derivatives.value.quantized == 3


def test_a_former_id_speaks_for_its_repository():
    reported = {10: {"some/old": {"context_tokens": 2048}}}
    best = _facts(reported=reported, variant={"formerly": ["some/old"]}).context_tokens.best
    assert (best.value, best.repo) == (2048, "some/old")


@pytest.mark.parametrize(("format_", "total"), [("gguf", 7_000_000_000), ("awq", None)])
def test_a_build_speaks_for_what_does_not_depend_on_packing(format_, total):
    row = {"context_tokens": 2048, "parameters_total": 7_000_000_000, "parameters_kind": "exact", "license": "mit"}
    variant = {"builds": [{"repo": "some/packed", "format": format_}]}
    facts = _facts(reported={10: {"some/packed": row}}, variant=variant)
    assert (facts.context_tokens.value, facts.parameters_total.value, facts.license.value) == (2048, total, None)


@pytest.mark.parametrize(
    ("first", "second", "agree"),
    [
        ((8_190_735_360, "exact"), (8_200_000_000, "rounded"), True),
        ((8_190_735_360, "exact"), (8_000_000_000, "nominal"), True),
        ((8_190_735_360, "exact"), (7_000_000_000, "nominal"), False),
        ((8_190_735_360, "exact"), (8_190_735_361, "exact"), True),
        ((8_190_735_360, "exact"), (8_030_000_000, "exact"), False),
    ],
)
def test_parameter_counts_agree_within_their_precision(first, second, agree):
    reported = {
        rank: {"some/tiny": {"parameters_total": total, "parameters_kind": kind}}
        for rank, (total, kind) in ((10, first), (20, second))
    }
    assert (_facts(reported=reported).parameters_total.contradicting == ()) is agree


def test_other_contradicts_no_license_and_yields_to_one():
    reported = {10: {"some/tiny": {"license": "other"}}, 20: {"some/tiny": {"license": "mit"}}}
    claims = _facts(reported=reported).license
    assert (claims.value, claims.contradicting) == ("mit", ())


@pytest.mark.parametrize(
    ("hub", "reported", "value", "contradicting"),
    [
        ({"license": "other"}, "mit", "other", ["mit"]),
        ({"license": "other"}, "own", "own", []),
        ({"license": "other", "license_name": "Own-1"}, "mit", "own", ["mit"]),
        ({"license": "other", "license_name": "own-1"}, "mit", "own", ["mit"]),
        ({"license": "other", "license_name": "never-heard-of"}, "own", "other", ["own"]),
        ({"license": "mit"}, "own", "mit", ["own"]),
        ({}, "mit", "mit", []),
    ],
)
def test_no_older_source_makes_the_license_of_the_hub_a_laxer_one(hub, reported, value, contradicting):
    licenses = {"mit": {"spdx": "MIT"}, "own": {"hub": ["own-1"]}}
    rows = {10: {"some/tiny": {"license": "other"}}, 20: {"some/tiny": {"license": reported}}}
    claims = _facts(reported=rows, hub={"some/tiny": hub}, licenses=licenses).license
    assert (claims.value, [fact.value for fact in claims.contradicting]) == (value, contradicting)


def test_an_override_says_which_license_it_is_whatever_the_hub_calls_it():
    variant = {"overrides": [make_override("license", "own")]}
    hub = {"some/tiny": {"license": "other", "license_name": "never-heard-of"}}
    claims = _facts(variant=variant, hub=hub, licenses={"own": {}}).license
    assert claims.value == "own"
    (fact,) = claims.contradicting
    assert (fact.value, fact.note) == ("other", "never-heard-of")


def test_lists_agree_whatever_their_order_and_downloads_never_contradict():
    reported = {
        10: {"some/tiny": {"languages": ["en", "es"], "downloads": 5}},
        20: {"some/tiny": {"languages": ["es", "en"], "downloads": 7}},
    }
    facts = _facts(reported=reported)
    assert facts.languages.contradicting == facts.downloads.contradicting == ()


def test_a_base_model_is_named_by_its_present_id():
    reported = {10: {"some/tiny": {"base_models": ["some/old"]}}}
    assert _facts(reported=reported, variant={"formerly": ["some/old"]}).base_models.value == ("some/tiny",)


@pytest.mark.parametrize(("rows", "value"), [({"Some/TINY": 1}, 1), ({"some/tiny": 1, "Some/TINY": 2}, 1)])
def test_a_row_of_a_data_set_counts_whatever_its_capital_letters(rows, value):
    reported = {10: {repo: {"parameters_total": count} for repo, count in rows.items()}}
    catalogue = join(respell(make_data(reported=reported)))
    assert catalogue.variant_of["some/tiny"].facts.parameters_total.value == value


def test_every_id_leads_to_its_variant(small_catalogue):
    variant = small_catalogue.variant_of["meta-llama/Meta-Llama-3.1-8B"]
    assert variant.repo == "meta-llama/Llama-3.1-8B"
    assert small_catalogue.variant_of["meta-llama/Llama-3.1-8B-GGUF"] is variant


@pytest.mark.parametrize(
    ("repo", "slug", "title"),
    [
        ("Qwen/Qwen2.5-7B-Instruct", "qwen2-5-7b-instruct", "Qwen2.5 7B Instruct"),
        ("01-ai/Yi-6B", "yi-6b", "Yi 6B"),
        ("a/GOT-OCR2_0", "got-ocr2-0", "GOT OCR2 0"),
    ],
)
def test_slug_and_title(repo, slug, title):
    assert (make_slug(repo), make_title(repo)) == (slug, title)


def test_numbers_that_cannot_both_be_true_are_unknown_and_named():
    row = {"parameters_total": 1_000, "parameters_active": 2_000}
    catalogue = join(make_data(reported={10: {"some/tiny": row}}))
    facts = catalogue.variant_of["some/tiny"].facts
    assert (facts.parameters_total.value, facts.parameters_active.value) == (None, None)
    assert [str(doubt) for doubt in catalogue.doubts] == [
        f"data/reported/set-10.yaml: repos.some/tiny.{field}: 2,000 active parameters of 1,000 in all, for some/tiny; "
        "correct the wrong one with an override; until then both are shown as not known"
        for field in ("parameters_active", "parameters_total")
    ]


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ({"parameters_by_dtype": {"BF16": 70_000_000_000}}, None),
        ({"parameters_by_dtype": {"BF16": 900, "F32": 100}}, 1_000),
        ({"parameters_by_dtype": {"I32": 100, "F16": 20}}, 1_000),
        ({"weights": [{"format": "safetensors", "bytes": 140_000_000_000}]}, None),
        ({"weights": [{"format": "safetensors", "bytes": 100}]}, None),
        ({"weights": [{"format": "safetensors", "bytes": 2_000}, {"format": "other", "bytes": 1}]}, 1_000),
        ({"weights": [{"format": "bin", "bytes": 40_000}, {"format": "safetensors", "bytes": 2_000}]}, 1_000),
    ],
)
def test_a_count_that_its_files_contradict_is_unknown_and_named(row, value):
    def count(**given):
        catalogue = join(make_data(hub={"some/tiny": {"parameters_total": 1_000} | row}, **given))
        return catalogue.variant_of["some/tiny"].facts.parameters_total.value, catalogue.doubts

    found, doubts = count()
    assert (found, len(doubts)) == (value, value is None)
    assert all(str(doubt).startswith("data/hub/some/tiny.yaml: parameters_total: 1,000 para") for doubt in doubts)
    assert count(variant={"overrides": [make_override("parameters_total", 2_000)]}) == (2_000, ())


def test_a_configuration_states_the_longest_context():
    row = {"architecture": {"layers": 2, "max_positions": 4096}}
    assert _facts(hub={"some/tiny": row}).context_tokens.value == 4096
    row["context_tokens"] = 2048
    assert _facts(reported={10: {"some/tiny": row}}).context_tokens.value == 2048


@pytest.mark.parametrize(
    "title", ["Meta", "META", "\uff2deta", "M\u0435ta", "\u039ceta", "meta", "M\u00e9ta", "\ua4dfeta", "Met\u0251"]
)
def test_two_publishers_do_not_share_a_title(small, title):
    (small / "data/publishers/openai.yaml").write_text(
        (small / "data/publishers/openai.yaml").read_text().replace("title: OpenAI", f"title: {title}")
    )
    (small / "data/publishers/meta.yaml").write_text(
        re.sub("title: .*", "title: Meta", (small / "data/publishers/meta.yaml").read_text())
    )
    done = run("check", root=small, code=1, env={"PYTHONIOENCODING": "utf-8"})
    assert "data/publishers/openai.yaml:" in done.stderr
    assert "title: reads like the title of meta, 'Meta'; tell them apart" in done.stderr


@pytest.mark.parametrize("title", ["Llama 3.1 8B Instruct", "LIama-3.1\u20108B Instruct", "Llama 3.1 8B \u0399nstruct"])
def test_two_variants_do_not_share_a_title_that_somebody_wrote(small, title):
    path = small / "data/families/gpt-oss.yaml"
    text = path.read_text()
    path.write_text(text.replace("repo: openai/gpt-oss-20b\n", f"repo: openai/gpt-oss-20b\n    title: {title}\n"))
    done = run("check", root=small, code=1, env={"PYTHONIOENCODING": "utf-8"})
    assert "openai/gpt-oss-20b" in done.stderr
    assert " reads like " in done.stderr


def test_a_title_has_a_letter_or_digit(small):
    path = small / "data/families/llama.yaml"
    path.write_text(path.read_text().replace("title: Llama\n", "title: '<>'\n"))
    assert "llama.yaml:1:1: title: no letter and no digit; write a name" in run("check", root=small, code=1).stderr


def test_a_day_to_come_on_which_somebody_checked_is_remarked_on(small):
    for path in (small / "data/publishers/meta.yaml", small / "data/licenses/mit.yaml"):
        path.write_text(path.read_text().replace("checked: 2026-11-24", "checked: 2026-11-26", 1))
    assert run("check", "--today", "2026-11-25", root=small).stderr == "Reading data ...\n"
    said = run("check", "--today", "2026-11-24", root=small).stderr
    more = "2026-11-26 is yet to come; write the day on which it was seen\n"
    assert f"data/licenses/mit.yaml:7:1: checked: {more}" in said
    assert "data/publishers/meta.yaml:7:" in said
    assert f": evidence[0].checked: {more}" in said


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("  - {repo: stranger/GPT-5}", "repo: stranger/GPT-5 lies in no Hub organization of meta"),
        ("  - {repo: openai/x}", "repo: openai/x lies in no Hub organization of meta"),
        (
            "  - {repo: Facebook/x, builds: [{repo: stranger/x-GGUF, format: gguf}]}",
            "builds[0].repo: stranger/x-GGUF lies in no Hub organization of meta",
        ),
        ("  - {repo: facebook/con_}", "repo: facebook/con_ would have the address con/, which Windows keeps"),
    ],
)
def test_a_family_holds_what_its_publisher_has_where_a_page_can_lie(small, line, message):
    path = small / "data/families/llama.yaml"
    path.write_text(f"{path.read_text().rstrip()}\n{line}\n")
    assert message in run("check", root=small, code=1).stderr


def test_what_a_refresh_will_see_only_later_is_remarked_on(small):
    record = small / "data/hub/openai/gpt-oss-20b.yaml"
    record.parent.mkdir(parents=True)
    record.write_text("missing_since: 2099-01-01\n")
    (small / "data/links.yaml").write_text("as_of: 2099-01-02\nanswered: []\nfailing: {}\n")
    said = run("check", root=small).stderr
    assert "data/hub/openai/gpt-oss-20b.yaml:1:1: missing_since: 2099-01-01 is yet to come" in said
    assert "data/links.yaml:1:1: as_of: 2099-01-02 is yet to come" in said


def test_no_series_is_called_like_what_the_style_sheet_means():
    css = (PROJECT / "docs/assets/catalogue.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    named = {name for selectors in re.findall(r"([^{}]*)\{", text) for name in re.findall(r"#([a-z][\w-]*)", selectors)}
    assert named - TAKEN_ANCHORS == STYLED_ANCHORS
    assert all(is_taken_anchor(name) for name in named)
