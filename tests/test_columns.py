"""The columns hold what the catalogue holds, small enough, and the cache in three numbers is the formula's."""

import gzip
import json
from datetime import date, timedelta

import pytest

from generator.catalogue.slugs import make_slug
from generator.derive import columns
from generator.derive.facets import find_release
from generator.derive.openness import classify
from generator.derive.rights import judge
from generator.derive.sizing import HEADROOM, PRECISIONS, estimate
from generator.pages import compare, explore


@pytest.fixture(scope="module")
def document(real_catalogue):
    (file,) = explore.make_data(real_catalogue, date(2026, 11, 24))
    return json.loads(file.content)


def test_every_variant_is_a_row_in_the_catalogues_order(document, real_catalogue):
    columns_ = document["columns"]
    rows = zip(columns_["org"], columns_["name"], columns_["family"], strict=True)
    repos = [f"{document['orgs'][org]}/{name}" for org, name, _ in rows]
    assert repos == [variant.repo for variant in real_catalogue]
    paths = [
        f"families/{document['families'][family][0]}/{make_slug(name)}"
        for name, family in zip(columns_["name"], columns_["family"], strict=True)
    ]
    assert paths == [variant.path for variant in real_catalogue]


def test_a_row_says_what_the_catalogue_says(document, real_catalogue):
    series_of = {v.repo: s for f in real_catalogue.families.values() for s in f.series for v in s.variants}
    for number, variant in enumerate(real_catalogue):
        row = {name: values[number] for name, values in document["columns"].items()}
        rights = judge(variant, real_catalogue)
        decoded = [columns.ANSWERS[row["rights"] // 4**place % 4] for place in range(len(columns.RIGHTS))]
        assert decoded == [getattr(rights, question).answer for question in columns.RIGHTS.values()]
        assert columns.OPENNESS[row["openness"]] == classify(variant, real_catalogue).label
        license_ = variant.facts.license.value
        assert (document["licenses"][row["license"]][0] if row["license"] >= 0 else None) == license_
        assert tuple(document["languages"][row["languages"]]) == (variant.facts.languages.value or ())
        day = find_release(variant, series_of[variant.repo])
        assert (None if row["released"] is None else columns.EPOCH + timedelta(row["released"])) == day
        for field, claims in (("parameters", "parameters_total"), ("active", "parameters_active")):
            assert row[field] == getattr(variant.facts, claims).value


def test_memory_from_a_row_is_the_memory_of_the_formula(document, real_catalogue):
    known = 0
    for number, variant in enumerate(real_catalogue):
        row = {name: values[number] for name, values in document["columns"].items()}
        sizing = estimate(variant, real_catalogue)
        bits = [round(row["parameters"] * p.bits / 8) if row["parameters"] else None for p in PRECISIONS]
        sizes = dict(zip([p.id for p in PRECISIONS], row["weights"] or bits, strict=True))
        assert {id_: size for id_, size in sizes.items() if size} == {w.precision.id: w.bytes for w in sizing.weights}
        added, windowed, window = document["caches"][row["cache"]] if row["cache"] >= 0 else (0, 0, 0)
        for weights in sizing.weights:
            for tokens in (1, 8192, 131072):
                total = sizing.total(weights, tokens)
                assert (total is None) == (row["cache"] < 0)
                cache = added * tokens + windowed * min(window, tokens)
                assert total in (None, round((weights.bytes + cache) * (1 + HEADROOM)))
                known += total is not None
    assert known > 500


def test_the_real_columns_are_small(real_catalogue):
    (models,), (terms,) = (kind.make_data(real_catalogue, date(2026, 11, 24)) for kind in (explore, compare))
    assert len(gzip.compress(models.content.encode())) < 40_000
    assert len(gzip.compress(terms.content.encode())) < 10_000


def test_choices_follow_their_order_or_their_frequency():
    assert columns.list_choices(["b", "a", "b", None]) == ("b", "a")
    assert columns.list_choices(["b", "a", "b"], ("a", "b", "c")) == ("a", "b")
    assert columns.list_choices([]) == ()
