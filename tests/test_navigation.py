"""The navigation holds titles and pages, and nothing else."""

import pytest

from generator.errors import CatalogueError
from generator.site.navigation import list_navigation
from generator.site.probe import DESCRIPTION, IMAGE, PLACES, TITLE

START = "site_name: x\nsite_url: !ENV [SITE_URL, '']\nnav:\n"


def test_pages_stand_alone_under_a_title_or_in_a_section(tmp_path):
    config = tmp_path / "mkdocs.yml"
    config.write_text(
        f"{START}  - Home: index.md\n  - 'Zoë, page 1': a/families/b1-2.md\n  - More:\n    - 'A {{% endraw %}}': c.md\n"
    )
    assert list_navigation(config) == ["index.md", "a/families/b1-2.md", "c.md"]
    config.write_text("site_name: x\n")
    assert list_navigation(config) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  - X: javascript:alert(1)", ":4: nav[0].X: 'javascript:alert(1)' is no page of docs/; name one"),
        ("  - X: //a.example/x", ":4: nav[0].X: '//a.example/x' is no page of docs/"),
        ("  - X: https://a.example/", ":4: nav[0].X: 'https://a.example/' is no page of docs/"),
        ("  - X: ../../x.md", ":4: nav[0].X: '../../x.md' is no page of docs/"),
        ("  - X: .a.md", ":4: nav[0].X: '.a.md' is no page of docs/"),
        ("  - X: a.md/b.md", ":4: nav[0].X: 'a.md/b.md' is no page of docs/"),
        (f"  - X: {'x' * 198}.md", ":4: nav[0].X: 'xxx"),
        *(
            (
                f"  - x {word}: a.md",
                f":4: nav[0].x {word}: holds '{word[word.lower().find('probe-') :][:6]}', which stands",
            )
            for word in (TITLE, DESCRIPTION, IMAGE, *PLACES.values())
        ),
        ("  - X: a/families/probe-page.md", "holds 'probe-', which stands for other pages' titles; call it otherwise"),
        ("  - X: ''", ":4: nav[0].X: '' is no page of docs/"),
        ("  - X: 5", ":4: nav[0].X: 5 is no page of docs/"),
        ("  - X: a.md\n  - Z: [U: /x]", ":5: nav[1].Z[0].U: '/x' is no page of docs/"),
        ("  - a.md", ":4: nav[0]: is no title with a page or pages; write - Title: folder/page.md"),
        ("  - [X: a.md]", ":4: nav[0]: is no title with a page or pages"),
        ("  - {X: a.md, Z: a.md}", ":4: nav[0]: is no title with a page or pages"),
        ("  - X: []", ":4: nav[0].X: is no list of pages; list each as - Title: folder/page.md"),
        ("  x", ":3: nav: is no list of pages"),
        ("", ":3: nav: is no list of pages"),
        ("  - <b>x: a.md", ":4: nav[0].<b>x: holds '<', which MkDocs writes as it is; say it with other characters"),
        ("  - 'x&lt;': a.md", ":4: nav[0].x&lt;: holds '&'"),
        ("  - e\u0301\u0301\u0301: a.md", "holds '\u0301', which MkDocs writes as it is"),
        ('  - "a\\u202eb": a.md', "holds '\\u202e'"),
        ("  - '': a.md", ":4: nav[0].: a title has up to 60 letters, for it stands in each page; name it so"),
        (f"  - {'x' * 61}: a.md", "a title has up to 60 letters"),
        ("  - X: a.md\n" * 101, "mkdocs.yml: nav has more than 100 titles, which take MkDocs too long; remove some"),
        ("  - X: a.md\n  - Z: a.md", "mkdocs.yml: nav holds a.md twice; remove one"),
        ("  - X: licenses/mit/index.md", "nav holds licenses/mit/index.md, which is one page of many; name the page"),
        # What reads any data file strictly refuses the rest.
        ("  - X: a.md\n? !ENV [NOBODY_SETS, nav]\n: [x]", ":5:3: tag !ENV; leave the tag out"),
        ("  - !ENV [NOBODY_SETS, X]: a.md", ":4:5: tag !ENV"),
        ("  - X: a.md\nnav:\n  - X: b.md", ":5:1: key 'nav' stands twice (first in line 3)"),
        ("  - X: a.md\n? [a]\n: b", ":5:3: a key that is not text"),
        ("  - X: a.md\n<<: {nav: [x]}", ":5:1: << can be read in two ways"),
        ("  - Null: a.md", ":4:5: Null can be read in two ways"),
        ("  - X: !!python/name:os.system a.md", ":4:8: tag tag:yaml.org,2002:python/name:os.system"),
        ("  - &a [*a]", ":4:5: anchor &a"),
        ("  - X: " + "[X: " * 101 + "a.md" + "]" * 101, ":4:41: nested deeper than 20 levels"),
        ("  - [", ":5:1: not YAML: "),
        ("  - X: \x01", "not YAML: "),
        # MkDocs reads it by another parser, to which a line may be no comment, and a mark no text.
        ("  - X: a.md\n\ufeff# <script>: javascript:x", ":5:1: a mark of byte order (U+FEFF) within the text"),
        ("  - X:\ta.md", ":4:7: MkDocs would read something else here; use spaces instead of tabs"),
        ("  - X: a.md\t# one", ":4:12: MkDocs would read something else here"),
        ("  - X: a.md\n#" + "x" * 65536, "65,598 bytes, more than the 65,536 a data file may have"),
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
