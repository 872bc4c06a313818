from contextlib import nullcontext
from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from generator.hub.fields import READERS
from generator.records import (
    FACT_FIELDS,
    Facts,
    HubRecord,
    LicenseRecord,
    Override,
    PublisherRecord,
    RefreshRecord,
    RepoId,
)
from generator.records.base import Country, Line, Url
from generator.records.hub import NEVER_TOLD
from generator.records.license import Regions
from generator.records.publisher import HubOrganization

SOURCE = "https://example.org/LICENSE"


def _override(**change):
    return {"field": "license", "value": "mit", "reason": "Why.", "source": SOURCE, "checked": None} | change


def test_a_record_of_the_hub_holds_what_a_fetch_writes():
    assert set(FACT_FIELDS) - set(READERS) == NEVER_TOLD
    with pytest.raises(ValidationError, match="training_code is nothing that a fetch writes here"):
        HubRecord.model_validate({"training_code": SOURCE})


@pytest.mark.parametrize("repo", ["Qwen/Qwen3-8B", "01-ai/Yi-1.5-6B", "a/b", "deepseek-ai/DeepSeek-V3.2"])
def test_real_ids_pass(repo):
    assert TypeAdapter(RepoId).validate_python(repo) == repo


@pytest.mark.parametrize(
    "repo",
    [
        "gpt2",
        "a/b/c",
        "../../etc/passwd",
        "org/..",
        "org/a%2f..",
        "org/a\n",
        "org/a b",
        "café/x",
        "org/met\u0430",
        "org/foo--bar",
        "org/x.git",
        "org/x-",
        "CON/x",
        "org/nul.md",
        "org/" + "a" * 93,
        "datasets/squad",
        "Join/discord",
        "hardware/habana",
        "openai/models",
        "",
        "/",
    ],
)
def test_other_ids_are_refused(repo):
    with pytest.raises(ValidationError, match="no repository id of the Hub"):
        TypeAdapter(RepoId).validate_python(repo)


@pytest.mark.parametrize("name", ["settings", "Login", "datasets"])
def test_a_page_of_the_hub_is_no_organization(name):
    with pytest.raises(ValidationError, match=f"{name} is a page of the Hub itself"):
        TypeAdapter(HubOrganization).validate_python(name)
    assert TypeAdapter(HubOrganization).validate_python(f"{name}-ai") == f"{name}-ai"


@pytest.mark.parametrize(
    "url",
    [
        "https://a.org",
        "https://a.org/b?c=d#e",
        "https://a.org:8000/a%20b_(c)",
        "https://A-b.c1.org:65535",
        "https://127.0.0.1:8/",
    ],
)
def test_https_addresses_pass(url):
    assert TypeAdapter(Url).validate_python(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://a.org",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//a.org",
        "https://user@a.org/",
        "https://a.org\\b",
        'https://a.org/"onclick="x',
        "https://a.org/<x>",
        "https://a.org/ b",
        "https://a.org/\n",
        "https://a.org:\u0664\u0664\u0663/",
        "https://",
        "https://a..b/",
        "https://-a.org/",
        "https://a-.org/",
        "https://a.org./",
        f"https://{'a' * 64}.org/",
        "https://a.org:0/",
        "https://a.org:080/",
        "https://a.org:65536/",
        "https://a.org:/",
        "https://0177.0.0.1/",
        "https://0x7f000001:80/",
        "https://2130706433/",
        "https://127.1",
        "https://1.2.3.256/",
    ],
)
def test_other_addresses_are_refused(url):
    with pytest.raises(ValidationError):
        TypeAdapter(Url).validate_python(url)


@pytest.mark.parametrize("text", ["a\u202eb", "a\u200bb", "a\x00b", "a\ud800b", "e\u0301\u0301\u0301", "a" * 201, ""])
def test_invisible_or_long_text_is_refused(text):
    with pytest.raises(ValidationError):
        TypeAdapter(Line).validate_python(text)


@pytest.mark.parametrize("text", ["Qwen", "Zhipu AI (智谱)", "café", "<b>not markup</b>"])
def test_plain_text_passes(text):
    assert TypeAdapter(Line).validate_python(text) == text


def test_an_override_checks_its_value_like_a_fact():
    assert Override.model_validate(_override()).value == "mit"
    assert Override.model_validate(_override(field="languages", value=["en", "es"])).value == ("en", "es")


@pytest.mark.parametrize(
    "change",
    [
        {"field": "parameters_total", "value": "8B"},
        {"field": "parameters_total", "value": 0},
        {"field": "released", "value": "yesterday"},
        {"value": None},
        {"field": "likes", "value": 3},
        {"source": "http://example.org"},
        {"reason": ""},
    ],
)
def test_a_wrong_override_is_refused(change):
    with pytest.raises(ValidationError):
        Override.model_validate(_override(**change))


@pytest.mark.parametrize("key", ["reason", "source", "checked"])
def test_an_override_needs_reason_source_and_checked(key):
    override = _override()
    del override[key]
    with pytest.raises(ValidationError, match="Field required"):
        Override.model_validate(override)


def test_no_fact_is_stated_by_default():
    assert all(getattr(Facts(), name) is None for name in FACT_FIELDS)


def _license(**permission):
    given = {"value": "allowed", "clause": "2"}
    names = ("commercial_use", "modify", "redistribute", "use_outputs_to_train")
    return {
        "title": "A license",
        "spdx": None,
        "hub": [],
        "url": None,
        "text_source": "Somewhere.",
        "text_sha256": "0" * 64,
        "checked": date(2026, 11, 24),
        "osi_approved": None,
        "permissions": dict.fromkeys(names, given) | {"modify": given | permission},
        "limits": {},
        "obligations": [],
        "summary": "A summary.",
    }


def test_a_license_passes():
    assert LicenseRecord.model_validate(_license()).permissions.modify.clause == "2"


@pytest.mark.parametrize(
    ("permission", "message"),
    [
        ({"value": "unspecified"}, "a clause belongs to every permission"),
        ({"clause": None}, "a clause belongs to every permission"),
        ({"value": "conditional"}, "a condition belongs to a conditional permission"),
        ({"condition": "x"}, "a condition belongs to a conditional permission"),
    ],
)
def test_clause_and_condition_belong_to_their_permission(permission, message):
    with pytest.raises(ValidationError, match=message):
        LicenseRecord.model_validate(_license(**permission))


def test_a_license_text_is_known_whole_or_not_at_all():
    with pytest.raises(ValidationError, match="known together or not at all"):
        LicenseRecord.model_validate(_license() | {"text_source": None})


UNREAD = {"text_source": None, "text_sha256": None, "checked": None}
SILENT = {"permissions": {key: {"value": "unspecified", "clause": None} for key in _license()["permissions"]}}


@pytest.mark.parametrize(
    "stated",
    [
        {"permissions": SILENT["permissions"] | {"modify": {"value": "allowed", "clause": "2"}}},
        {"limits": {"annual_revenue_usd": {"value": 5, "clause": "2"}}},
        {"obligations": [{"duty": "attribution", "clause": "2"}]},
    ],
)
def test_nothing_is_said_of_a_text_that_nobody_has_read(stated):
    unread = _license() | UNREAD | SILENT
    LicenseRecord.model_validate(unread)
    with pytest.raises(ValidationError, match="of a text that nobody has read"):
        LicenseRecord.model_validate(unread | stated)


@pytest.mark.parametrize(
    "stated",
    [
        {"limits": {"research_only": {"value": True, "clause": "1"}}},
        {"osi_approved": True, "limits": {"field_of_use": {"value": True, "clause": "1"}}},
        {"osi_approved": True, "permissions": _license(value="forbidden")["permissions"]},
    ],
)
def test_a_license_does_not_contradict_itself(stated):
    LicenseRecord.model_validate(_license() | {"osi_approved": True})
    with pytest.raises(ValidationError, match=r"correct one of the two|and yet it forbids or limits|research only"):
        LicenseRecord.model_validate(_license() | stated)


@pytest.mark.parametrize("text", ["x", "Llama 3.1", "\u901a\u4e49", "\u0645", "e\u0301", "a\u00a0b"])
def test_visible_text_passes(text):
    assert TypeAdapter(Line).validate_python(text) == text


@pytest.mark.parametrize("text", [" ", "   ", "\u00a0", "\u3000 ", "\u0301", " \u0301\u0301"])
def test_a_text_without_anything_to_see_is_refused(text):
    with pytest.raises(ValidationError, match="nothing that can be seen"):
        TypeAdapter(Line).validate_python(text)


@pytest.mark.parametrize(
    "odd", ["\u3164", "\u2800", "\uffa0", "\u115f", "\u1160", "\ufe0f", "\u034f", "\u00ad", "\u180e", "\U000e0100"]
)
def test_what_nobody_sees_is_refused(odd):
    for text in (odd, f"x{odd}", f"{odd}x"):
        with pytest.raises(ValidationError, match=f"invisible character U\\+{ord(odd):04X}"):
            TypeAdapter(Line).validate_python(text)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2101, 1, 1), date(9999, 12, 31), date(1, 1, 1)])
def test_a_day_far_away_is_refused(day):
    with pytest.raises(ValidationError, match=f"{day} is not between 2000-01-01 and 2100-12-31"):
        Override.model_validate(_override(checked=day))
    with pytest.raises(ValidationError, match="is not between"):
        Facts.model_validate({"released": day})


def test_a_language_stands_once():
    assert Facts.model_validate({"languages": ["en", "de"]}).languages == ("en", "de")
    with pytest.raises(ValidationError, match="en stands twice"):
        Facts.model_validate({"languages": ["en", "de", "en"]})
    with pytest.raises(ValidationError, match="aaa is no language"):
        Facts.model_validate({"languages": ["en", "aaa"]})


@pytest.mark.parametrize("field", ["asked", "present", "gated"])
def test_no_count_of_a_refresh_is_below_zero(field):
    counts = {"day": date(2026, 1, 1), "asked": 0, "present": 0, "gated": 0, "missing": [], "renamed": {}, "failed": {}}
    RefreshRecord.model_validate(counts)
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        RefreshRecord.model_validate(counts | {field: -5})


@pytest.mark.parametrize("code", ["ZZ", "EU", "XK", "UK", "XX", "001"])
def test_what_is_no_country_is_refused(code):
    assert TypeAdapter(Country).validate_python("GB") == "GB"
    with pytest.raises(ValidationError, match=r"is no country|should match pattern"):
        TypeAdapter(Country).validate_python(code)


@pytest.mark.parametrize(("code", "fits"), [("EU", True), ("KR", True), ("XX", False), ("UK", False), ("eu", False)])
def test_a_license_excludes_countries_and_the_european_union(code, fits):
    outcome = nullcontext() if fits else pytest.raises(ValidationError, match=r"is no country|should match pattern")
    with outcome:
        Regions.model_validate({"value": [code], "clause": "1"})


def test_a_list_that_one_page_shows_whole_is_short():
    evidence = [{"url": f"https://example.org/{number}", "shows": "kind", "checked": None} for number in range(101)]
    publisher = {"title": "Some", "country": None, "kind": "company", "hub": ["some"], "homepage": None}
    PublisherRecord.model_validate(publisher | {"evidence": evidence[:100]})
    with pytest.raises(ValidationError, match="more than 100 items"):
        PublisherRecord.model_validate(publisher | {"evidence": evidence})
    with pytest.raises(ValidationError, match="more than 100 items"):
        PublisherRecord.model_validate(publisher | {"evidence": [], "hub": [f"org{number}" for number in range(101)]})
    with pytest.raises(ValidationError, match="more than 100 items"):
        Regions.model_validate({"value": ["KR"] * 101, "clause": "1"})
