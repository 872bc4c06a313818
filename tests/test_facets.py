from datetime import date

from generator.derive import facets


def test_totals(small_catalogue):
    totals = facets.count_all(small_catalogue)
    assert (totals.families, totals.variants, totals.builds, totals.publishers) == (3, 7, 1, 3)
    assert (totals.countries, totals.licenses) == (2, 3)


def test_purposes_follow_the_vocabulary(small_catalogue):
    assert [(c.item, c.count) for c in facets.count_purposes(small_catalogue)] == [
        ("general", 2),
        ("reasoning", 4),
        ("ocr", 1),
    ]


def test_the_newest_come_first_and_the_future_is_left_out(small_catalogue):
    newest = facets.list_newest(small_catalogue, date(2025, 9, 1), 3)
    assert [variant.slug for variant in newest[:2]] == ["gpt-oss-120b", "gpt-oss-20b"]
    assert all("oss" not in v.slug for v in facets.list_newest(small_catalogue, date(2025, 8, 4), 99))


def test_publishers_are_grouped_by_country(small_catalogue):
    assert facets.group_countries(small_catalogue) == (("US", ("meta", "openai")), ("CN", ("deepseek",)))


def test_variants_are_grouped_by_license(small_catalogue):
    groups = facets.group_licenses(small_catalogue)
    assert {id_: len(variants) for id_, variants in groups.items()} == {"apache-2.0": 2, "mit": 2, "llama3.1": 2}


def test_licenses_of_a_family_are_counted_with_the_unknown(small_catalogue):
    counts = facets.count_licenses(small_catalogue.families["deepseek"].variants)
    assert [(c.item, c.count) for c in counts] == [("mit", 2), (None, 1)]
