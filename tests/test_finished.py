from markdown import Markdown

from generator.finished import is_marked, makeExtension, mark


def _convert(text):
    markdown = Markdown(extensions=["toc", makeExtension()])
    return markdown.convert(text), markdown.toc_tokens


def test_a_marked_body_passes_untouched():
    body = "<p>*not* markdown</p>\n\n    <pre>[x](y)</pre>\n{: onclick=x}\n&lt;"
    assert _convert(mark(body)) == (body, [])


def test_other_pages_are_markdown():
    html, tokens = _convert("# Title\n\n*yes*")
    assert "<em>yes</em>" in html
    assert tokens[0]["id"] == "title"


def test_the_marker_carries_the_table_of_contents():
    _, tokens = _convert(mark("", [(2, "a", "A"), (3, "b", "B"), (2, "c", "--> <b>")]))
    assert [(t["id"], [child["id"] for child in t["children"]]) for t in tokens] == [("a", ["b"]), ("c", [])]
    assert tokens[1]["name"] == "--> <b>"


def test_a_heading_cannot_close_the_marker():
    assert mark("body", [(2, "a", "--> x")]).count("-->") == 1


def test_is_marked_knows_its_own_pages():
    assert is_marked("---\ntitle: x\n---\n" + mark("body"))
    assert not is_marked("# Hand-written\n")
