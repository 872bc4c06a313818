"""Verdicts: what the license record says, no laxer; conflicts; and unknown in, unknown out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_data import make_data, make_license, make_override

from generator.catalogue import join
from generator.derive.conflicts import MAX_BASES, MOST_TOLD, find_conflicts
from generator.derive.rights import QUESTIONS, judge, judge_permission


def _judge(license_="mit", **given_):
    return _judge_all(license_, **given_)[0]


def _find(license_="mit", **given_):
    return _judge_all(license_, **given_)[1]


def _judge_all(license_, *, hub=None, purpose=None, others=(), variant=None, reported=None, **given_):
    """Return the verdicts on some/tiny, and what speaks against its license."""
    rows = {"some/tiny": {"license": license_} if license_ else {}} | (reported or {})
    series = {"purpose": purpose} if purpose else {}
    data = make_data(reported={10: rows}, hub=hub, series=series, others=others, variant=variant, **given_)
    catalogue = join(data)
    tiny = catalogue.variant_of["some/tiny"]
    rights = judge(tiny, catalogue)
    return rights, find_conflicts(tiny, rights, catalogue)


@pytest.mark.parametrize(
    ("value", "answer", "reason"),
    [
        ("allowed", "yes", "permitted"),
        ("conditional", "conditional", "condition"),
        ("forbidden", "no", "forbidden"),
        ("unspecified", "unknown", "silent"),
    ],
)
@pytest.mark.parametrize(("question", "permission"), QUESTIONS.items())
def test_a_permission_becomes_a_verdict(question, permission, value, answer, reason):
    verdict = getattr(_judge(licenses={"mit": {permission: value}}), question)
    assert (verdict.answer, verdict.reason) == (answer, reason)
    assert verdict.clause == (None if value == "unspecified" else "2")
    assert verdict.detail == ("you ask" if value == "conditional" else "")
    assert verdict.url == "https://example.org/LICENSE"


@pytest.mark.parametrize(
    ("license_", "licenses", "reason"),
    [
        (None, {}, "undeclared"),
        ("other", {}, "unrecorded"),
        ("mit", {"mit": {"read": False}}, "unread"),
    ],
)
def test_unknown_in_unknown_out(license_, licenses, reason):
    rights = _judge(license_, licenses=licenses)
    for question in (*QUESTIONS, "no_cap", "in_eu"):
        verdict = getattr(rights, question)
        assert (verdict.answer, verdict.reason) == ("unknown", reason), question


@pytest.mark.parametrize(
    ("limits", "answer", "reason", "detail"),
    [
        ({}, "yes", "uncapped", ""),
        ({"monthly_active_users": {"value": 700_000_000, "clause": "2"}}, "conditional", "user-cap", "700,000,000"),
        ({"annual_revenue_usd": {"value": 1_000_000, "clause": "3"}}, "conditional", "revenue-cap", "1,000,000"),
        (
            {"monthly_active_users": {"value": 9, "clause": "2"}, "annual_revenue_usd": {"value": 1, "clause": "3"}},
            "conditional",
            "both-caps",
            "9",
        ),
        ({"field_of_use": {"value": True, "clause": "4"}}, "yes", "uncapped", ""),
    ],
)
def test_caps(limits, answer, reason, detail):
    verdict = _judge(licenses={"mit": {"limits": limits}}).no_cap
    assert (verdict.answer, verdict.reason, verdict.detail) == (answer, reason, detail)


@pytest.mark.parametrize(
    ("regions", "purpose", "answer"),
    [
        (None, "general", "yes"),
        ({"value": ["EU"], "clause": "1"}, "general", "no"),
        ({"value": ["KR", "GB"], "clause": "1"}, "general", "yes"),
        ({"value": ["DE"], "clause": "1"}, "general", "no"),
        ({"value": ["EU"], "clause": "1", "multimodal_only": True}, "general", "yes"),
        ({"value": ["EU"], "clause": "1", "multimodal_only": True}, "vision-language", "no"),
    ],
)
def test_the_european_union(regions, purpose, answer):
    limits = {"excluded_regions": regions} if regions else {}
    assert _judge(purpose=purpose, licenses={"mit": {"limits": limits}}).in_eu.answer == answer


@pytest.mark.parametrize(
    ("regions", "purpose", "reason"),
    [
        ({"value": ["KR", "GB"], "clause": "1"}, "general", "others-excluded"),
        ({"value": ["EU", "KR"], "clause": "1", "multimodal_only": True}, "general", "kind-not-excluded"),
        ({"value": ["KR"], "clause": "1", "multimodal_only": True}, "omni", "others-excluded"),
    ],
)
def test_regions_that_do_not_matter_here_are_named_all_the_same(regions, purpose, reason):
    verdict = _judge(purpose=purpose, licenses={"mit": {"limits": {"excluded_regions": regions}}}).in_eu
    assert (verdict.answer, verdict.reason, verdict.detail) == ("yes", reason, ", ".join(regions["value"]))


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        ({"pipeline_tag": "text-generation", "modalities_in": ["text", "file"]}, "yes"),
        ({"pipeline_tag": "image-text-to-text"}, "no"),
        ({"modalities_in": ["text", "image"]}, "no"),
        ({"modalities_out": ["audio"]}, "no"),
    ],
)
def test_a_model_is_multimodal_whatever_the_purpose_of_its_series(row, answer):
    reported = {"some/tiny": {"license": "mit"} | row}
    limits = {"excluded_regions": {"value": ["EU"], "clause": "1", "multimodal_only": True}}
    assert _judge(reported=reported, licenses={"mit": {"limits": limits}}).in_eu.answer == answer


def test_a_block_on_the_hub_goes_before_the_license():
    verdict = _judge(hub={"some/tiny": {"eu_disallowed": True}}, licenses={"mit": {}}).in_eu
    assert (verdict.answer, verdict.reason) == ("no", "hub-blocks")


@pytest.mark.parametrize(
    ("gated", "answer"), [(None, "unknown"), (False, "yes"), (True, "conditional"), ("auto", "conditional")]
)
def test_gating(gated, answer):
    assert _judge(hub={"some/tiny": {"gated": gated}}).ungated.answer == answer


def test_what_is_gone_cannot_be_had():
    verdict = _judge(hub={"some/tiny": {"gated": False, "missing_since": date(2026, 1, 1)}}).ungated
    assert (verdict.answer, verdict.reason) == ("no", "gone")


def test_a_freer_license_than_the_base_models_is_a_conflict():
    reported = {"some/tiny": {"license": "mit", "base_models": ["some/base"]}, "some/base": {"license": "nc"}}
    licenses = {"mit": {}, "nc": {"commercial_use": "forbidden", "modify": "conditional"}}
    rights, (conflict,) = _judge_all("mit", reported=reported, licenses=licenses, others=["some/base"])
    assert (conflict.kind, conflict.repo, conflict.license) == ("base", "some/base", "nc")
    assert conflict.questions == ("commercial_use", "modify")
    assert rights.commercial_use.answer == "yes"


def test_a_stricter_license_than_the_base_models_is_none():
    reported = {"some/tiny": {"license": "nc", "base_models": ["some/base"]}, "some/base": {"license": "mit"}}
    licenses = {"mit": {}, "nc": {"commercial_use": "forbidden"}}
    assert _find(reported=reported, licenses=licenses, others=["some/base"]) == ()


@pytest.mark.parametrize("named", ["Some/BASE", "SOME/Older"])
def test_a_base_is_the_same_whatever_its_capital_letters(named):
    reported = {"some/tiny": {"license": "mit", "base_models": [named]}, "some/base": {"license": "nc"}}
    licenses = {"mit": {}, "nc": {"commercial_use": "forbidden"}}
    others = [{"repo": "some/base", "formerly": ["some/older"]}]
    (conflict,) = _find(reported=reported, licenses=licenses, others=others)
    assert (conflict.kind, conflict.repo) == ("base", "some/base")


def test_the_license_of_a_base_of_a_base_goes_on_binding():
    reported = {
        "some/tiny": {"license": "mit", "base_models": ["some/middle"]},
        "some/middle": {"license": "apache-2.0", "base_models": ["some/base", "some/tiny"]},
        "some/base": {"license": "nc", "base_models": ["some/middle"]},
    }
    licenses = {"mit": {}, "apache-2.0": {}, "nc": {"commercial_use": "forbidden"}}
    (conflict,) = _find(reported=reported, licenses=licenses, others=["some/middle", "some/base"])
    assert (conflict.kind, conflict.repo, conflict.license) == ("origin", "some/base", "nc")


@pytest.mark.parametrize(
    ("limits", "question"),
    [
        ({"excluded_regions": {"value": ["EU"], "clause": "1"}}, "in_eu"),
        ({"annual_revenue_usd": {"value": 1, "clause": "1"}}, "no_cap"),
    ],
)
def test_limits_of_a_base_go_on_binding(limits, question):
    reported = {"some/tiny": {"license": "mit", "base_models": ["some/base"]}, "some/base": {"license": "hard"}}
    licenses = {"mit": {}, "hard": {"limits": limits}}
    (conflict,) = _find(reported=reported, licenses=licenses, others=["some/base"])
    assert conflict.questions == (question,)


def test_of_many_conflicts_a_page_tells_one_for_each_license():
    bases = [f"some/base-{number}" for number in range(40)]
    reported = {base: {"license": f"hard-{number % 20}"} for number, base in enumerate(bases)}
    reported["some/tiny"] = {"license": "mit", "base_models": bases}
    licenses = {"mit": {}} | {f"hard-{number}": {"modify": "forbidden"} for number in range(20)}
    found = _find(reported=reported, licenses=licenses, others=bases)
    assert len(found) == MOST_TOLD
    assert (found[0].repo, found[0].more, found[-1].more) == ("some/base-0", 1, 1 + 20)


def test_bases_beyond_the_bound_are_said_not_to_be_looked_at():
    bases = [f"other/base-{number}" for number in range(MAX_BASES)]
    reported = {
        "some/tiny": {"license": "mit", "base_models": ["some/middle"]},
        "some/middle": {"base_models": bases},
    }
    (conflict,) = _find(reported=reported, licenses={"mit": {}}, others=["some/middle"])
    assert (conflict.kind, conflict.repo) == ("unfollowed", bases[-1])


def test_a_build_under_another_license_is_a_conflict():
    variant = {"builds": [{"repo": "some/tiny-GGUF", "format": "gguf"}]}
    reported = {"some/tiny": {"license": "mit"}, "some/tiny-GGUF": {"license": "apache-2.0"}}
    (conflict,) = _find(variant=variant, reported=reported)
    assert (conflict.kind, conflict.repo, conflict.license) == ("build", "some/tiny-GGUF", "apache-2.0")


@pytest.mark.parametrize("name", [None, "my-own"])
def test_a_build_under_a_license_of_its_own_is_a_conflict_where_it_has_a_name(name):
    variant = {"builds": [{"repo": "some/tiny-GGUF", "format": "gguf"}]}
    hub = {"some/tiny-GGUF": {"license": "other", "license_name": name}}
    assert [conflict.license for conflict in _find(variant=variant, hub=hub)] == ([name] if name else [])


def test_a_source_that_states_another_license_is_a_conflict():
    variant = {"overrides": [make_override("license", "apache-2.0")]}
    licenses = {"mit": {}, "apache-2.0": {}}
    rights, (conflict,) = _judge_all("mit", variant=variant, licenses=licenses)
    assert rights.license_id == "apache-2.0"
    assert (conflict.kind, conflict.license, conflict.source) == ("source", "mit", "Set 10")


def test_a_license_that_changed_is_a_conflict():
    change = {"day": date(2026, 5, 1), "repo": "some/tiny", "kind": "license-changed", "before": "mit", "after": "nc"}
    (conflict,) = _find("nc", licenses={"mit": {}, "nc": {}}, changes=[change])
    assert (conflict.kind, conflict.license, conflict.day) == ("changed", "mit", date(2026, 5, 1))


VALUES = st.sampled_from(["allowed", "conditional", "forbidden", "unspecified"])
PERMISSIONS = st.fixed_dictionaries(dict.fromkeys(QUESTIONS.values(), VALUES))
ORDER = {"yes": 0, "conditional": 1, "no": 2}


@given(PERMISSIONS, PERMISSIONS)
def test_a_stricter_base_never_goes_unmentioned(own, base):
    reported = {"some/tiny": {"license": "own", "base_models": ["some/base"]}, "some/base": {"license": "base"}}
    rights, found = _judge_all("own", reported=reported, licenses={"own": own, "base": base}, others=["some/base"])
    named = {question for conflict in found for question in conflict.questions}
    record = make_license(**base)
    for question in QUESTIONS:
        mine, theirs = getattr(rights, question).answer, judge_permission(record, question, "unread").answer
        laxer = "unknown" not in (mine, theirs) and ORDER[mine] < ORDER[theirs]
        assert (question in named) == laxer
