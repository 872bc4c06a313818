"""Verdicts: what the license record says, no laxer; conflicts; and unknown in, unknown out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_data import make_data, make_license, make_override

from generator.catalogue import join
from generator.derive.rights import QUESTIONS, judge, judge_permission


def _judge(license_="mit", *, hub=None, purpose=None, others=(), variant=None, reported=None, **given_):
    rows = {"some/tiny": {"license": license_} if license_ else {}} | (reported or {})
    series = {"purpose": purpose} if purpose else {}
    data = make_data(reported={10: rows}, hub=hub, series=series, others=others, variant=variant, **given_)
    catalogue = join(data)
    return judge(catalogue.variant_of["some/tiny"], catalogue)


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


def test_a_block_on_the_hub_goes_before_the_license():
    verdict = _judge(hub={"some/tiny": {"eu_disallowed": True}}, licenses={"mit": {}}).in_eu
    assert (verdict.answer, verdict.reason) == ("no", "hub-blocks")


@pytest.mark.parametrize(
    ("gated", "answer"), [(None, "unknown"), (False, "yes"), (True, "conditional"), ("auto", "conditional")]
)
def test_gating(gated, answer):
    assert _judge(hub={"some/tiny": {"gated": gated}}).ungated.answer == answer


def test_a_freer_license_than_the_base_models_is_a_conflict():
    reported = {"some/tiny": {"license": "mit", "base_models": ["some/base"]}, "some/base": {"license": "nc"}}
    licenses = {"mit": {}, "nc": {"commercial_use": "forbidden", "modify": "conditional"}}
    rights = _judge(reported=reported, licenses=licenses, others=["some/base"])
    (conflict,) = rights.conflicts
    assert (conflict.kind, conflict.repo, conflict.license) == ("base", "some/base", "nc")
    assert conflict.questions == ("commercial_use", "modify")
    assert rights.commercial_use.answer == "yes"


def test_a_stricter_license_than_the_base_models_is_none():
    reported = {"some/tiny": {"license": "nc", "base_models": ["some/base"]}, "some/base": {"license": "mit"}}
    licenses = {"mit": {}, "nc": {"commercial_use": "forbidden"}}
    assert _judge(reported=reported, licenses=licenses, others=["some/base"]).conflicts == ()


def test_a_build_under_another_license_is_a_conflict():
    variant = {"builds": [{"repo": "some/tiny-GGUF", "format": "gguf"}]}
    reported = {"some/tiny": {"license": "mit"}, "some/tiny-GGUF": {"license": "apache-2.0"}}
    (conflict,) = _judge(variant=variant, reported=reported).conflicts
    assert (conflict.kind, conflict.repo, conflict.license) == ("build", "some/tiny-GGUF", "apache-2.0")


def test_a_source_that_states_another_license_is_a_conflict():
    variant = {"overrides": [make_override("license", "apache-2.0")]}
    licenses = {"mit": {}, "apache-2.0": {}}
    rights = _judge(variant=variant, licenses=licenses)
    assert rights.license_id == "apache-2.0"
    (conflict,) = rights.conflicts
    assert (conflict.kind, conflict.license, conflict.source) == ("source", "mit", "Set 10")


def test_a_license_that_changed_is_a_conflict():
    change = {"day": date(2026, 5, 1), "repo": "some/tiny", "kind": "license-changed", "before": "mit", "after": "nc"}
    (conflict,) = _judge("nc", licenses={"mit": {}, "nc": {}}, changes=[change]).conflicts
    assert (conflict.kind, conflict.license, conflict.day) == ("changed", "mit", date(2026, 5, 1))


VALUES = st.sampled_from(["allowed", "conditional", "forbidden", "unspecified"])
PERMISSIONS = st.fixed_dictionaries(dict.fromkeys(QUESTIONS.values(), VALUES))
ORDER = {"yes": 0, "conditional": 1, "no": 2}


@given(PERMISSIONS, PERMISSIONS)
def test_a_stricter_base_never_goes_unmentioned(own, base):
    reported = {"some/tiny": {"license": "own", "base_models": ["some/base"]}, "some/base": {"license": "base"}}
    rights = _judge(reported=reported, licenses={"own": own, "base": base}, others=["some/base"])
    named = {question for conflict in rights.conflicts for question in conflict.questions}
    record = make_license(**base)
    for question in QUESTIONS:
        mine, theirs = getattr(rights, question).answer, judge_permission(record, question, "unread").answer
        laxer = "unknown" not in (mine, theirs) and ORDER[mine] < ORDER[theirs]
        assert (question in named) == laxer
