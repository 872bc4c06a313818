"""The navigation holds titles and pages, and nothing else."""

import pytest

from generator.errors import CatalogueError
from generator.site.navigation import list_navigation

START = "site_name: x\nsite_url: !ENV [SITE_URL, '']\nnav:\n"


def test_pages_stand_alone_under_a_title_or_in_a_section(tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text(
        f"{START}  - Home: index.md\n  - 'Zoë, page 1': a/families/b1.2.md\n  - More:\n    - 'A {{% endraw %}}': c.md\n"
    )
    assert list_navigation(config) == ["index.md", "a/families/b1.2.md", "c.md"]
    config.write_text("site_name: x\n")
    assert list_navigation(config) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  - X: javascript:alert(1)", ":4: nav: 'javascript:alert(1)' is no page of docs/; name one"),
        ("  - X: //a.example/x", ":4: nav: '//a.example/x' is no page of docs/"),
        ("  - X: https://a.example/", ":4: nav: 'https://a.example/' is no page of docs/"),
        ("  - X: ../../x.md", ":4: nav: '../../x.md' is no page of docs/"),
        ("  - X: ''", ":4: nav: '' is no page of docs/"),
        ("  - X: a.md\n  - Y: [Z: /x]", ":5: nav: '/x' is no page of docs/"),
        ("  - X: .a.md", ":4: nav: '.a.md' is no page of docs/"),
        ("  - a.md", ":4: nav: 'a.md' is no title with a page or pages; write - Title: folder/page.md"),
        ("  - X: []", ":4: nav: an item is no page of docs/"),
        ("  - X: " + "[X: " * 101 + "a.md" + "]" * 101, "mkdocs.yml: nav has more than 100 titles"),
        ("  - [X: a.md]", ":4: nav: an item is no title with a page or pages"),
        ("  - {X: a.md, Y: a.md}", ":4: nav: an item is no title with a page or pages"),
        ("  - ? [a]\n    : a.md", ":4: nav: an item is no title with a page or pages"),
        ("  - <b>x: a.md", ":4: nav: '<b>x' holds '<', which MkDocs writes as it is; say it with other characters"),
        ("  - More:\n    - 'x&lt;': a.md", ":5: nav: 'x&lt;' holds '&'"),
        ('  - "a\\u202eb": a.md', "holds '\\u202e'"),
        ("  - X: \x01", "not plain YAML: a character that it may not hold"),
        ("  - X: a.md\n? !ENV [NOBODY_SETS, nav]\n: [x]", ":5: not plain YAML: the tag !ENV; correct it"),
        ("  - !ENV [NOBODY_SETS, X]: a.md", ":4: not plain YAML: the tag !ENV"),
        ("  - X: a.md\nnav:\n  - X: b.md", "mkdocs.yml: holds a key twice, or one that is no word; write each once"),
        ("  - X: a.md\n? [a]\n: b", "mkdocs.yml: holds a key twice, or one that is no word; write each once"),
        ("  - X: a.md\n" * 101, "mkdocs.yml: nav has more than 100 titles, which take MkDocs too long; remove some"),
        ("  - !!str {=: a.md}", "the tag tag:yaml.org,2002:str"),
        ("  - Null: a.md", ":4: nav: 'Null' is no title; write - Title: folder/page.md"),
        (f"  - {'x' * 61}: a.md", "has more than 60 letters, and stands in each page; shorten it"),
        ("  - X: a.md\n  - Y: a.md", "mkdocs.yml: nav holds a.md twice; remove one"),
        ("  - X: licenses/mit/index.md", "nav holds licenses/mit/index.md, which is one page of many; name the page"),
        ("  - X: !!python/name:os.system a.md", "the tag tag:yaml.org,2002:python/name:os.system"),
        ("  - X: !!timestamp foo", "the tag tag:yaml.org,2002:timestamp"),
        ("  - !!bool foo", "the tag tag:yaml.org,2002:bool"),
        ("  - &a [*a]", "not plain YAML: an alias; correct it"),
        ("  - <<: {nav: [x]}", "not plain YAML: <<; correct it"),
        ("  - " + "[" * 5000, "not plain YAML: "),
        ("  - [", "not plain YAML: "),
    ],
)
def test_anything_else_is_named(tmp_path, text, message):
    config = tmp_path / "mkdocs.yml"
    config.write_text(START + text + "\n")
    with pytest.raises(CatalogueError) as caught:
        list_navigation(config)
    assert message in str(caught.value)


def test_a_link_in_its_place_is_not_read(tmp_path):
    (tmp_path / "secret").write_text("password: precious: [x")
    (tmp_path / "mkdocs.yml").symlink_to("secret")
    with pytest.raises(CatalogueError) as caught:
        list_navigation(tmp_path / "mkdocs.yml")
    assert str(caught.value) == "mkdocs.yml: not a plain file; put a file of its name in its place"
    (tmp_path / "secret").rename(tmp_path / "mkdocs.yml")
    with pytest.raises(CatalogueError) as caught:
        list_navigation(tmp_path / "mkdocs.yml")
    assert "precious" not in str(caught.value)
