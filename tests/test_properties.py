"""Promises that hold for any text and any bytes, tried on many; the long form is ``make fuzz``."""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import fuzz
import html5lib
import pytest
import yaml
from conftest import TODAY
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from pydantic import ValidationError

from generator import store
from generator.catalogue import join
from generator.finished import mark
from generator.pages import family, license  # noqa: A004  the page types' names
from generator.pages.page import Page
from generator.records import FamilyRecord, LeftOutRecord, LicenseRecord, PublisherRecord
from generator.render import write_source
from generator.render.environment import make_environment
from generator.site.census import take_census
from generator.store.reading import read_record
from generator.store.strict_yaml import is_plain, parse
from generator.store.writer import dump, dump_value
from generator.workspace import EXAMPLE, Workspace

KEPT = sorted(fuzz.CORPUS.iterdir())
ANY = st.text(max_size=120)
SHOWN = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp", "Mn"]), min_size=1, max_size=120
)
"""Text of characters that free text may hold: most of what is drawn from it passes."""

swift = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.parametrize("path", KEPT or [None], ids=lambda path: path.name if path else "none yet")
def test_a_case_that_was_found_once_stays_mended(path, folder):
    assert path, "the corpus is in git"
    [target] = [one for one in fuzz.TARGETS if one.suffix == path.suffix]
    assert target.check(path.read_bytes(), folder)


@pytest.mark.parametrize(
    ("target", "ends"), [(fuzz.TARGETS[0], ("record", "value", "mistake")), (fuzz.TARGETS[1], ("form", "refused"))]
)
def test_changed_texts_are_read_or_refused(target, ends):
    ended, broken, _ = fuzz.run(target, 1_000_000, 1500)
    assert broken == []
    assert min(ended[end] for end in ends) > 10


@swift
@given(data=st.binary(max_size=400))
@example(data=b"\xff\xfea\x00")
@example(data=b"\xef\xbb\xbfrepos: {}\n")
def test_any_bytes_give_a_record_or_a_problem(folder, data):
    assert fuzz.check_case(data, folder) in ("record", "value", "mistake")


@swift
@given(text=ANY | SHOWN)
@example(text="1e5")
@example(text="y")
@example(text="2024-1-1 x")
@example(text="\x85")
def test_any_text_comes_back_from_a_file_or_is_refused(folder, text):
    """In each kind of record, in each field of free text."""
    for kind, model in (
        ("families/example", FamilyRecord),
        ("publishers/example", PublisherRecord),
        ("licenses/example", LicenseRecord),
        ("left-out", LeftOutRecord),
    ):
        value = parse((EXAMPLE.data / f"{kind}.yaml").read_text(encoding="utf-8"))[0]
        for at in ("title", "summary", "spdx", "text_source"):
            if at in value:
                value[at] = text
        if kind == "left-out":
            value["repos"]["example/Left-Out"]["note"] = text
        try:
            record = model.model_validate(value)
        except ValidationError:
            continue
        path = folder / "record.yaml"
        store.write(Workspace(folder), path, dump(record))
        assert read_record(path, model) == (record, [])


@swift
@given(text=SHOWN)
def test_a_text_without_quotes_is_that_text(text):
    line = dump_value({"a": text})
    assert parse(line) == ({"a": text}, [])
    if is_plain(text) and parse(f"a: {text}") == ({"a": text}, []):
        assert yaml.load(f"a: {text}", Loader=yaml.CSafeLoader) == {"a": text}


@pytest.fixture(scope="module")
def rendered():
    """Two page types with all texts of one record set to the same."""
    catalogue = join(store.load(EXAMPLE))
    environment = make_environment(
        catalogue, {"families", "licenses", "publishers/example", "purposes/general", "contribute"}
    )
    environment.globals["to"] = lambda path, anchor="": f"./{path}{anchor}"
    templates = [environment.get_template(f"{name}.html.jinja") for name in ("family", "license")]

    def render(text):
        families = {"example": replace(catalogue.families["example"], title=text, summary=text)}
        licenses = {"example": catalogue.licenses["example"].model_copy(update={"title": text, "summary": text})}
        changed = replace(catalogue, families=families, licenses=licenses)
        for template, kind in zip(templates, (family, license), strict=True):
            (page,) = kind.make(changed, TODAY)
            yield page, template.render(page=page, today=TODAY, **page.context)

    return render


@swift
@given(text=SHOWN | st.from_regex(r"[<>&\"'`=/a-z {}%\[\]()!-]{1,60}", fullmatch=True))
@example(text="</h1><script>alert(1)</script>")
@example(text="{{ 7*191 }}{% raw %}")
@example(text="0---")
def test_any_text_is_rendered_as_that_text(rendered, text):
    for page, body in rendered(text):
        census = take_census(f"<body>{body}")
        assert not census.head + census.body
        tree = html5lib.parseFragment(body, namespaceHTMLElements=False)
        assert "".join(tree.find("h1").itertext()) == text
        source = write_source(page, body)
        front, _, rest = source.removeprefix("---\n").partition("\n---\n")
        assert not set(yaml.safe_load(front)["title"]) & set("<>&\"'`{}[]\\\n")
        assert Markdown(extensions=["generator.finished"]).convert(rest) == body


@swift
@given(body=ANY, title=ANY)
def test_a_finished_body_passes_markdown_untouched(body, title):
    markdown = Markdown(extensions=["generator.finished"])
    assert markdown.convert(mark(body, [(2, "a", title)])) == body
    assert markdown.toc_tokens[0]["name"] == title


@swift
@given(text=ANY)
@example(text="0---")
def test_any_title_is_harmless_in_front_matter(text):
    source = write_source(Page(path="a/b", title=text, description=text, context={}), "body")
    meta = yaml.safe_load(source.removeprefix("---\n").partition("\n---\n")[0])
    assert list(meta)[:4] == ["title", "description", "hide", "template"]
    assert not set(meta["title"] + meta["description"]) & set("<>&\"'`{}[]\\\n\x00\x1b")
    assert json.dumps(meta)
