"""Every payload in every field of every kind of record: refused by name, or inert text on the built site."""

import copy
import csv
import functools
import re
from hashlib import sha256

import html5lib
import pytest
from conftest import READY, TODAY, lay_out, run, serve, wait

from generator.records import Record
from generator.records.hub import NEVER_TOLD
from generator.schema import SCHEMAS
from generator.store.histories import COLUMNS, read_usage
from generator.store.reading import read_record
from generator.store.strict_yaml import parse
from generator.store.writer import dump_value
from generator.workspace import EXAMPLE

SURROGATE = "aSURROGATEb"
"""Stands for a lone surrogate, which no text of Python's can be written with."""

MARKUP = {
    "script": "<script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "drawing": "<svg/onload=alert(1)>",
    "table": "</td></tr></table><script>alert(1)</script>",
    "title": "</title><script>alert(1)</script>",
    "escaped-title": "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
    "attribute": "\"' onmouseover=alert(1) x=\"'><b>",
    "comment": "--><script>alert(1)</script><!-- finished [] -->",
    "markdown-link": "[x](javascript:alert(1))",
    "attribute-list": "x{: onclick=alert(1)} *y*{: onclick=alert(1) }",
    "reference": "[home]: javascript:alert(1)",
    "cell": "a | b",
    "base": "<base href=https://example.com/>",
    "refresh": "<meta http-equiv=refresh content=0;url=//example.com>",
    "frame": "<iframe src=//example.com></iframe><form action=//example.com><input name=a></form>",
    "jinja": "{{ 7*191 }}",
    "jinja-globals": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "jinja-raw": "{% raw %}{% endraw %}{% include 'x' %}",
    "include": '--8<-- "mkdocs.yml"',
    "fence": "--- title: x --- ```html <script>alert(1)</script> ```",
    "template": "template: evil.html",
    "formula": '=HYPERLINK("https://example.com","x")',
    "command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "homoglyph": "m\u0435t\u0430/\u0430l\u0456",
    "marks": "e\u0301\u0323 x",
    "no": "no",
    "no-day": "2024-13-45",
    "scheme": "JaVaScRiPt:alert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "host": "//example.com/x",
    "credentials": "https://me:you@example.com/",
    "backslash": "https:\\\\example.com\\x",
    "quote-in-address": 'https://example.com/"onclick=alert(1)',
    "http": "http://example.com/",
    "parent": "../../x",
    "encoded": "a%2f..%2fb",
    "reserved": "CON/x",
    "index": "index.md",
    "long-id": "a/" + "b" * 97,
    "element": "__config",
}
"""Some of these pass where free text is asked for; then the site has to show them as text."""

NEVER = {
    "attribute-list-on-a-new-line": "x\n{: onclick=alert(1)}",
    "heading": "x\n# heading\n```\nfence\n",
    "front-matter": "x\n---\ntemplate: evil.html\n---\n",
    "tab": "java\tscript:alert(1)",
    "bidi": "a\u202eb\u2066c",
    "zero-width": "a\u200bb\ufeffc",
    "surrogate": SURROGATE,
    "nul": "a\x00b",
    "long": "x" * 70_000,
    "tower": "e" + "\u0301" * 50,
    "newline-id": "org/name\n",
    "separator": "a\u2028b",
    "tag-characters": "a\U000e0041b",
    "empty": "",
}
"""No field takes these."""

FILES = {
    "family": "families/example.yaml",
    "publisher": "publishers/example.yaml",
    "license": "licenses/example.yaml",
    "left-out": "left-out.yaml",
    "reported": "reported/example.yaml",
    "hub": "hub/example/Example-1.yaml",
    "changes": "changes/2020.yaml",
    "refresh": "refresh.yaml",
    "links": "links.yaml",
}
"""The example's file of each kind of record. A new kind joins here; its fields come by themselves."""

KINDS = {kind: (FILES[kind], record) for kind, record in SCHEMAS.items()}


@functools.cache
def document(kind):
    return parse((EXAMPLE.data / KINDS[kind][0]).read_text(encoding="utf-8"))[0]


def leaves(value, at=()):
    """Yield the place of every value and of every key that is not a field's name."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*at, key))
            if at and at[-1] in ("repos", "parameters_by_dtype", "renamed", "failed", "failing"):
                yield (*at, key, "*key*")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*at, index))
    else:
        yield at


def put(value, at, payload):
    """Return a copy of a document with a payload at a place."""
    value = copy.deepcopy(value)
    here, key = value, at[-1]
    for part in at[:-2] if key == "*key*" else at[:-1]:
        here = here[part]
    if key == "*key*":
        here[payload] = here.pop(at[-2])
    else:
        here[key] = payload
    return value


def fields(model, at=()):
    """Yield the place of every field a model has, lists and keys of a mapping as ``*``."""
    for name, info in model.model_fields.items():
        yield (*at, name)
        for inner in models_in(info.annotation):
            yield from fields(inner, (*at, name, "*"))


def models_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return [annotation]
    inner = (*getattr(annotation, "__args__", ()), *getattr(annotation, "__metadata__", ()))
    return [found for part in inner for found in models_in(part)]


def filled(value):
    """Yield the names of all keys of a document."""
    if isinstance(value, dict):
        yield from value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from filled(item)


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_fills_every_field(kind):
    """So a new field is attacked without a change here: give generator/example a value for it."""
    refused = NEVER_TOLD if kind == "hub" else set()
    asked = {at[-1] for at in fields(KINDS[kind][1]) if not refused & set(at)}
    assert asked - set(filled(document(kind))) - {"as_of"} == set()


def attempt(kind, path, payload, places):
    """Return the places of those fields for which a record with the payload in all places is refused."""
    value = functools.reduce(lambda value, at: put(value, at, payload), places, document(kind))
    path.write_text(dump_value(value).replace(SURROGATE, r'"a\ud800b"'), encoding="utf-8")
    record, problems = read_record(path, KINDS[kind][1], max_bytes=10**8)
    assert (record is None) == bool(problems)
    for problem in problems:
        said = str(problem)
        assert "\n" not in said, said
        assert len(said) < 1500, said
        assert problem.line or "not UTF-8" in said, said
    if any(not problem.at for problem in problems):
        return set(places)
    starts = {problem.at for problem in problems}
    return {
        at for at in places if any(at[: len(start)] == start for start in starts) or (at[-1] == "*key*" and problems)
    }


def accepted(kind, tmp_path, payloads):
    """Yield the place and name of each payload that a field takes; all others are refused by name.

    All fields get the payload at once, which shows most that refuse it; what is left is tried again, and one by one
    where a rule that looks at several fields is in the way.
    """
    path = tmp_path / "record.yaml"
    everywhere = tuple(leaves(document(kind)))
    keys = tuple(at for at in everywhere if at[-1] == "*key*")
    for name, payload in payloads.items():
        left = set(everywhere) - set(keys)
        left -= attempt(kind, path, payload, sorted(left, key=str))
        while alone := {
            at for at in attempt(kind, path, payload, sorted(left, key=str)) if attempt(kind, path, payload, [at])
        }:
            left -= alone  # a list of machines tells its first wrong item only
        doubtful = attempt(kind, path, payload, sorted(left, key=str)) | set(keys)
        doubtful -= {at for at in doubtful if attempt(kind, path, payload, [at])}
        taken = (left - attempt(kind, path, payload, sorted(left, key=str))) | doubtful
        for at in sorted(taken, key=str):
            yield at, name


@pytest.mark.parametrize("kind", KINDS)
def test_no_field_takes_what_nobody_can_see(kind, tmp_path):
    assert list(accepted(kind, tmp_path, NEVER)) == []


REFERS = {"publisher", "*key*"}
"""Fields that name another record: 'check' refuses a payload there, for no record has that id."""


def lay_hostile(data, number, payload, places):
    """Write a catalogue's worth of records that all say the payload wherever they may."""
    for kind, (name, _) in KINDS.items():
        value = document(kind)
        for at in places[kind]:
            value = put(value, at, "PAYLOAD")
        text = re.sub(r"example(?!\.org)", f"h{number}", dump_value(value))
        path = data / name.replace("example", f"h{number}").replace("2020", str(2000 + number))
        text = re.sub("[0-9a-f]{64}", sha256(path.name.encode()).hexdigest(), text)
        if kind == "left-out":
            text = text.removeprefix("repos:\n") if path.exists() else text
            text = (path.read_text() if path.exists() else "") + text
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("PAYLOAD", yaml_text(payload)), encoding="utf-8")


def yaml_text(text):
    return dump_value([text]).removeprefix("- ").rstrip("\n")


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory):
    """One site of all payloads, each in every field that takes it; its build has passed the gate."""
    folder = tmp_path_factory.mktemp("hostile")
    places = {name: {kind: [] for kind in KINDS} for name in MARKUP}
    for kind in KINDS:
        for at, name in accepted(kind, folder, MARKUP):
            if at[-1] not in REFERS and (kind, at[0]) != ("publisher", "hub"):
                places[name][kind].append(at)
    for number, (name, payload) in enumerate(MARKUP.items()):
        lay_hostile(folder / "data", number, payload, places[name])
    root = lay_out(folder / "root", folder / "data")
    run("check", root=root)
    run("build", "--today", TODAY.isoformat(), root=root)
    return root / "site"


@pytest.fixture(scope="module")
def hostile_pages(hostile_site):
    """Every page, parsed by html5lib: another parser than the gate's."""
    return {
        path.parent.relative_to(hostile_site).as_posix(): html5lib.parse(path.read_text(), namespaceHTMLElements=False)
        for path in hostile_site.rglob("index.html")
    }


def test_every_page_of_hostile_data_is_there(hostile_pages):
    kinds = {"families": 6, "licenses": 1, "publishers": 1}
    for kind, count in kinds.items():
        assert len([name for name in hostile_pages if name.startswith(f"{kind}/h")]) == count * len(MARKUP)


def test_nothing_on_a_hostile_page_can_act(hostile_pages):
    scripts = {}
    for name, tree in hostile_pages.items():
        for node in tree.iter():
            if not isinstance(node.tag, str):
                continue
            assert node.tag not in {"iframe", "base", "object", "embed", "style"}, name
            assert node.tag not in {"template", "noscript"} or name in ("explore", "compare"), name
            assert node.tag != "img" or re.fullmatch(r"(\.\./)*(\./)?assets/mark\.svg", node.get("src")), name
            assert not [key for key in node.attrib if key.startswith("on")], (name, node.attrib)
            assert node.get("http-equiv") in (None, "Content-Security-Policy"), name
            for key in ("href", "src", "action", "{http://www.w3.org/1999/xlink}href"):
                address = node.get(key, "")
                assert not re.match(r"(?!https://)[^/?#]*:|//|.*\\", address), (name, address)
                assert "@" not in address, (name, address)
            if node.tag == "script":
                scripts.setdefault(name.count("/") if name != "." else -1, set()).add(node.text or node.get("src"))
    assert {depth: len(found) for depth, found in scripts.items()} == {-1: 6, 0: 7, 1: 6, 2: 6}


def text_of(node):
    return " ".join("".join(node.itertext()).split())


@pytest.mark.parametrize("name", MARKUP)
def test_a_payload_is_shown_as_the_text_it_is(hostile_pages, name):
    number, shown = list(MARKUP).index(name), " ".join(MARKUP[name].split())
    for page in (
        f"families/h{number}",
        f"licenses/h{number}",
        f"publishers/h{number}",
        f"families/h{number}/example-1",
    ):
        assert text_of(hostile_pages[page].find(".//h1")) == shown, page
    for page in (f"families/h{number}", f"licenses/h{number}"):
        assert text_of(hostile_pages[page].find(".//p[@class='lead']")) == shown, page
    assert "1337" not in text_of(hostile_pages[f"families/h{number}"])


def test_search_explorer_and_comparison_show_hostile_text_and_run_none(browser, hostile_site):
    with serve(hostile_site) as address:
        page = browser.new_page()
        said, dialogs = [], []
        page.on("console", lambda message: said.append(message.text))
        page.on("dialog", lambda dialog: dialogs.append(dialog.message) or dialog.dismiss())
        page.goto(address)
        for words in ("alert", "img onerror", "javascript", "iframe"):
            page.locator("#find").fill(words)
            page.locator("#found li").first.wait_for()
            assert page.locator("#found :is(img, iframe, script, form, base, svg)").count() == 0
        page.goto(f"{address}explore/")
        wait(page, READY)
        assert page.locator("#rows tr").count() > 20
        assert page.locator("#rows :is(img, iframe, script, form, base, svg)").count() == 0
        picked = page.eval_on_selector_all("#rows .pick input", "(boxes) => boxes.map((box) => box.value)")
        page.goto(f"{address}compare/?" + "&".join(f"m={repo}" for repo in picked[:4]))
        wait(page, READY)
        assert page.locator("#table tbody tr").count() > 10
        assert page.locator("#table :is(img, iframe, script, form, base, svg)").count() == 0
        page.close()
    assert (said, dialogs) == ([], [])


TAKES_TEXT = {
    "family": {"title", "summary", "reason"},
    "publisher": {"title"},
    "license": {"title", "summary", "spdx", "hub", "clause", "condition", "note", "text_source"},
    "left-out": {"note"},
    "reported": {"title", "version", "license", "attribution", "license_name", "library_name", "organization"},
    "hub": {"license_name", "library_name"},
    "changes": {"before", "after"},
    "refresh": {"example/Example-2"},  # why that repository failed
    "links": set(),
}
"""The fields of free text. All others have a form that lets no markup in."""


@pytest.mark.parametrize("kind", KINDS)
def test_only_free_text_takes_markup(kind, tmp_path):
    words = {"no", "no-day", "index", "reserved", "element", "long-id"}
    taken = {
        next(part for part in reversed(at) if isinstance(part, str))
        for at, name in accepted(kind, tmp_path, {n: p for n, p in MARKUP.items() if n not in words})
    }
    assert taken == TAKES_TEXT[kind]


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_the_weekly_counts_takes_a_payload(column, tmp_path):
    """Not a formula either, which a spreadsheet would run."""
    path = tmp_path / "usage.csv"
    header, row = (EXAMPLE.usage / "example.csv").read_text().splitlines()[:2]
    for payload in (*MARKUP.values(), *NEVER.values()):
        if not payload or payload == SURROGATE:
            continue
        cells = dict(zip(header.split(","), row.split(","), strict=True)) | {column: payload}
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header.split(","), cells.values()])
        rows, problems = read_usage(path)
        assert rows == ()
        assert [problem.message for problem in problems] == ["a row that cannot be read"]
