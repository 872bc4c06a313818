"""What people lay into ``docs/`` beside the rendered pages: what a build takes, refuses, and says of it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT, run

from generator.finished import mark
from generator.site import _exchange, _workshop
from generator.site.census import take_census

PAGE = "docs/contribute/index.md"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'


def _write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _find_problems(root, texts):
    """Build once with each text as a page of its own; return what is said of each, with its line and column."""
    config = root / "mkdocs.yml"
    entries = "".join(f"  - P{number}: page-{number}/index.md\n" for number in range(len(texts)))
    config.write_text(config.read_text().replace("nav:\n", f"nav:\n{entries}"))
    for number, text in enumerate(texts):
        _write(root, f"docs/page-{number}/index.md", text)
    said = json.loads(run("build", "--json", root=root, code=1).stdout)
    found = [[] for _ in texts]
    for problem in said:
        number = re.search(r"/page-(\d+)/index\.(md|html)$", problem["path"])
        place = "".join(f":{problem[name]}" for name in ("line", "column") if problem[name])
        found[int(number[1])].append(f"{place}: {problem['message']}; {problem['fix']}")
    return found


def test_the_theme_holds_the_projects_own_templates_only(small):
    """Whatever stands there is run as a template, hidden or not."""
    names = [
        "docs/theme/.icons/material/menu.svg",
        "docs/theme/404.html",
        "docs/theme/x/y.html",
        "docs/theme/leaf/x.svg",
        "docs/theme/leaf/x.htm",
        "docs/theme/leaf/x.js",
        "docs/theme/leaf/x/y.html",
    ]
    for name in names:
        _write(small, name, DRAWING)
    said = run("build", root=small, code=1).stderr
    for name in names:
        assert f"{name}: is of a kind that a browser may run, or that nobody needs" in said


def test_no_file_takes_the_place_of_one_of_the_theme(small):
    run("build", root=small)
    names = [path.relative_to(small / "site") for path in (small / "site/assets/images").iterdir()]
    assert [name.name for name in names] == ["favicon.png"]
    _write(small, f"docs/{names[0]}", "x")
    done = run("build", root=small, code=1)
    assert f"docs/{names[0]}: stands in the place of a file of the theme; give it another name" in done.stderr


def test_a_pipe_in_the_place_of_a_sites_list_is_not_waited_for(small):
    (small / "site").mkdir()
    os.mkfifo(small / "site/.built")
    (small / "site/x").touch()
    done = run("build", root=small, code=1)
    assert "site: holds something else than a site, which would be lost: .built" in done.stderr


@pytest.mark.parametrize("name", ["vercel.json", "robots.txt", "assets/extra.css"])
def test_no_file_that_steers_a_host_or_a_page_is_published(small, name):
    _write(small, f"docs/{name}", "x")
    assert f"docs/{name}: is of a kind that" in run("build", root=small, code=1).stderr


def test_a_page_outside_of_the_navigation_is_refused(small):
    _write(small, "docs/contribute/extra.md", "# X\n")
    done = run("build", root=small, code=1)
    assert "docs/contribute/extra.md: stands in no navigation; add it to nav in mkdocs.yml, or remove it" in done.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[x](nope.md)", "contains a link 'nope.md', but the target"),
        ("[x](/etc/passwd)", "contains an absolute link '/etc/passwd'"),
    ],
)
def test_a_warning_of_mkdocs_ends_the_build_with_its_words(small, text, message):
    _write(small, PAGE, f"# X\n\n{text}\n")
    done = run("build", root=small, code=1)
    assert f"docs/contribute/index.md: {message}" in done.stderr
    assert "INFO" not in done.stderr


def test_an_address_that_reads_like_a_warning_is_no_problem_of_another_file(small):
    _write(small, PAGE, "# X\n\n[x](<a\nWARNING -  Doc file '../generator/cli.py' holds a hole>)\n")
    done = run("build", root=small, code=1)
    assert f"{PAGE}: contains a link 'a" in done.stderr
    assert "generator/cli.py: " not in done.stderr


FRONTS = (
    ("hide: 5", "hide is no list of sides; write: hide: [navigation, toc]"),
    ("hide: [all]", "hide is no list of sides; write: hide: [navigation, toc]"),
    ("title: 5", "title is no text; put it between quotes"),
    ("description: [x]", "description is no text; put it between quotes"),
    ("title: '</title><script>'", "title holds '<', which MkDocs writes as it is; say it with other characters"),
    ("description: 'x\">'", "description holds '\"', which MkDocs writes as it is"),
    ("title: '&#x202E;abc'", "title holds '&', which MkDocs writes as it is"),
    ('title: "\\u202eabc"', "title holds '\\u202e', which MkDocs writes as it is"),
)


def test_front_matter_of_another_kind_is_named(small):
    found = _find_problems(small, [f"---\n{front}\n---\n# X\n" for front, _ in FRONTS])
    for (front, message), said in zip(FRONTS, found, strict=True):
        assert [line for line in said if line.startswith(f":2: {message}")], front


def test_what_nobody_sees_is_refused_in_a_page(small):
    characters = ("\u202e", "\u200b", "\x1b", "\u009b")
    found = _find_problems(small, [f"# X\n\n\ta `curl{character} x`\n" for character in characters])
    for character, said in zip(characters, found, strict=True):
        assert said == [f":3:9: invisible character U+{ord(character):04X}; remove it"]


def test_a_character_is_written_as_itself(small):
    """What looks at the source, and who reads it there, would see another text than the page shows."""
    references = ("&#x202E;", "&#8203;", "&ZeroWidthSpace;", "&\\#106;", f"&#{'9' * 5000};", "&lt;")
    texts = [f"# X\n\nreport{reference}fdp.exe\n\n    make a && make b 2>&1 &\n" for reference in references]
    message = ":3:7: a reference to a character; write the character itself, or a space behind the &"
    for reference, said in zip(references, _find_problems(small, texts), strict=True):
        assert [line for line in said if "a word of more" not in line] == [message], reference


def test_an_address_that_runs_or_loads_ends_the_build(small):
    texts = ("[x](javascript:alert(1))", "![x](https://a.example/x.png)", "<http://a.example/>", "[x](//a.example/)")
    texts += ("[x](https://a\u0430.example/)", "[x](ftp://a.example/)", "[x](https://me@a.example/)")
    for text, said in zip(texts, _find_problems(small, [f"# X\n\n{text}\n" for text in texts]), strict=True):
        assert [line for line in said if line.startswith(": holds what no page without data holds: <")], text


EVIL = "https://evil.example/"


MISLEADING = (
    (
        f"[https://huggingface.co]({EVIL}?https://huggingface.co)",
        "a link says 'https://huggingface.co' and leads to",
    ),
    ("[https://huggingface.co/openai](../explore/index.md)", "a link says 'https://huggingface.co/openai' and"),
    (f"[huggingface.co]({EVIL})", f"a link says 'huggingface.co' and leads to '{EVIL}'"),
    (f"(see [it at huggingface.co:443/x]({EVIL}).)", "a link says 'huggingface.co:443/x' and leads to"),
    (f"[https://a.example]({EVIL})", "a link says 'https://a.example' and leads to"),
    ("[https://a.example](https://a.example.evil.example/)", "a link says 'https://a.example' and leads to"),
    (f"[huggingface.co/openai]({EVIL}huggingface.co/openai)", "a link says 'huggingface.co/openai' and leads to"),
    (f'[docs]({EVIL} "https://huggingface.co/docs")', "a link says 'https://huggingface.co/docs' and leads to"),
    (f"[![https://huggingface.co](../x.png)]({EVIL})", "a link says 'https://huggingface.co' and leads to"),
    (f'[![x](../x.png "https://huggingface.co")]({EVIL})', "a link says 'https://huggingface.co' and leads to"),
    (f"[huggingface.\u010bo]({EVIL})", "a link says 'huggingface.\u010bo' and leads to"),
    ("[b.example/AbC](https://B.example/aBc)", "a link says 'b.example/AbC' and leads to 'https://B.example/aBc'"),
    ("[b.example?AbC](https://b.example?aBc)", "a link says 'b.example?AbC' and leads to"),
    (f"[goog\u0140eapis]({EVIL})", "a link's text holds '\u0140', which looks like another character"),
    ("[x](https://HTTPS://b.example/)", "holds what no page without data holds: <a href="),
    ("[x](https://:80/)", "holds what no page without data holds: <a href="),
    ("[https://huggingface.co/](#x)", "a link says 'https://huggingface.co/' and leads to '#x'"),
    (f"[192.0.2.4]({EVIL})", "a link says '192.0.2.4' and leads to"),
    (f"https://huggingface.co/[openai]({EVIL})", "a link says 'https://huggingface.co/openai' and leads to"),
    (f"[hugging]({EVIL})[face.co]({EVIL})", "a link says 'huggingface.co' and leads to"),
    (f"[huggingface![x -](../x.png).co]({EVIL})", "an image stands within a word of a link"),
    (f"[huggingface![x -](../x.png)![.co](../x.png)]({EVIL})", "an image stands within a word of a link"),
    (f"huggingface[![x -](../x.png)]({EVIL})[![.co](../x.png)]({EVIL})", "an image stands within a word of a link"),
    ("![](../x.png#only-dark)", "an image's address holds '#', by which the theme hides it in one of its colours"),
    (
        f"[![evil.example/](../x.png)huggingface.co/docs]({EVIL}huggingface.co/docs)",
        "an image stands within a word of a link",
    ),
    (
        f"[![evil.example/](../x.png)![huggingface.co/docs](../x.png)]({EVIL}huggingface.co/docs)",
        "a link says 'huggingface.co/docs' and leads to",
    ),
    (f'huggingface[.co]({EVIL} "more")', "a link says 'huggingface.co' and leads to"),
    (f"**[hugging]({EVIL})**face.co", "a link says 'huggingface.co' and leads to"),
    (f"[huggingface\u3002co]({EVIL})", "a link's text holds '\u3002', which looks like another character"),
    ("![a&`#x202E;`b](../x.png)", "invisible character U+202E; let a link's text be"),
    ('![a](../x.png "t&`#8203;`b")', "invisible character U+200B"),
    (f"[hugging\u200aface.co]({EVIL})", "a link's text holds '\\u200a', which looks like another character"),
    (f"[https:\u2571\u2571x]({EVIL})", "a link's text holds '\u2571', which looks like another character"),
)


def test_a_link_leads_where_it_says(small):
    (small / "docs/x.png").touch()
    found = _find_problems(small, [f"# X\n\n{text}\n" for text, _ in MISLEADING])
    for (text, message), said in zip(MISLEADING, found, strict=True):
        assert [line for line in said if line.startswith(f": {message}")], text


def test_a_link_of_words_or_of_its_address_is_sound(small):
    texts = (
        "[words](https://b.example/x.y) and [https://b.example/x](https://b.example/x), <https://b.example/>",
        "([b.example](https://b.example/)), [Zoë, “page”: here](https://b.example/) and [`code`](../explore/index.md)",
        "a.example [words](https://b.example/) b.example",
        "# Node.js\n\n[up](#nodejs)",
    )
    page = small / "docs/contribute/index.md"
    page.write_text("\n".join((page.read_text(), *texts, "")).replace("# Node", "## Node"))
    run("build", root=small)


def test_several_pages_may_lie_in_a_folder(small):
    """What comes before and behind each of them differs."""
    config = small / "mkdocs.yml"
    names = ("more/one.md", "more/two.md", "more/three.md", "families-3.md", "licenses-2.md")
    entries = "".join(f"  - Page {number}: {name}\n" for number, name in enumerate(names))
    config.write_text(config.read_text().replace("nav:\n", f"nav:\n{entries}"))
    for name in names:
        _write(small, f"docs/{name}", f"# {name}\n\nText.\n")
    run("build", root=small)


ENDLESS = (
    (
        "```sh " + 'a=" ' * 60 + "!\nx\n```",
        ":5: a fence beside other text; let a fence stand alone, with the name of a",
    ),
    ("> ~~~ {.x}\n> ~~~", ":5: a fence beside other text; let a fence stand alone, with the name of a language"),
    ("|a" * 31 + "\n", ":5: more than 30 bars, which make a table that takes MkDocs too long; make a list of it"),
    ("<a " * 201, ": has more than 200 signs <, which take MkDocs too long; make two pages of it"),
    ("[a]: " + "'" * 501, ":5: a word of more than 500 letters, which takes MkDocs too long; shorten it"),
    ("``\\ " * 501, ": has more than 1,000 backticks, which take MkDocs too long; make two pages of it"),
    ("a\n" * 1001, ": has more than 1,000 lines, which take MkDocs too long; make two pages of it"),
)


ALIASES = "a: &a [x, x]\nb: [*a, *a]\n"
HELD = (
    (f"---\n{ALIASES}---\n# X\n", ":2:4: anchor &a; write the value out in full where it is needed"),
    (f"\ufeff---\r\n{ALIASES}...\r\n# X\n", ":3:5: alias *a; write the value out in full"),
    (
        "---\rtitle: x\rtemplate: evil.html\r---\r",
        ":2: 'template' in the front matter; it may have: description, hide, title",
    ),
    (
        "template: 404.html\n\n# X\n",
        ":1: MkDocs reads this line as front matter; put it between lines of three hyphens",
    ),
    ("---\ntitle: x\t# y\n---\n", ":2:9: MkDocs would read something else here; use spaces instead of tabs"),
    ("# X\n\nx" + "\u030b" * 3, ":3: more than two combining marks on one letter; remove them"),
    ("---\n- x\n---\n", ":2: the front matter holds no keys; it may have: description, hide, title"),
    (
        f"---\ntitle: {'x' * 5000}\n---\n{mark('<script>1</script>')}",
        ": is marked as finished HTML, which only rendering writes; remove the mark, and write Markdown",
    ),
    ("# X\n" + "[" * 101, ": has more than 100 opening brackets, which take MkDocs too long; make two pages of it"),
    ("# X\n" + "[" * 70_000, ": has more than the 24,576 bytes of a page that people write; make two pages of it"),
)


def test_a_page_that_mkdocs_would_read_without_end_is_refused(small):
    found = _find_problems(small, [content for content, _ in HELD])
    for (content, message), said in zip(HELD, found, strict=True):
        assert [line for line in said if line.startswith(message)], content
    assert f"docs/page-0/index.md{HELD[0][1]}" in run("serve", root=small, code=1).stderr


def test_a_page_that_would_take_gigabytes_is_refused(small):
    found = _find_problems(small, [f"# X\n\ntext\n\n{text}" for text, _ in ENDLESS])
    for (text, message), said in zip(ENDLESS, found, strict=True):
        assert [line for line in said if line.startswith(message)], text


def test_an_id_that_the_style_sheet_draws_is_refused(small):
    for said in _find_problems(small, ["# X\n\n## Narrow\n", "# X\n\n## Comparison\n"]):
        assert said[0].startswith(": the id ")
        assert "is drawn in a way of its own by the style sheet; name the heading or the block otherwise" in said[0]


def test_a_folder_or_page_that_takes_the_place_of_another_file_is_refused(small):
    expected = {
        "docs/assets/x.html/a.png": "lies in a folder that is called like a file",
        "docs/assets/404.html/a.png": "lies in a folder that is called like a file",
        "docs/assets/x.md/a.png": "lies in a folder that is called like a file",
        "docs/assets/images/favicon.png/index.md": "lies in a folder that is called like a file",
        "docs/templates/x.md": "lies in a folder that MkDocs leaves out",
        "docs/404.html.md": "is called like a file of another kind",
        "docs/assets/mark.svg.md": "is called like a file of another kind",
        "docs/families.md": "has the address of a folder",
        "docs/contribute.md": "has the address of a folder",
    }
    for name in expected:
        _write(small, name, "# X\n")
    said = json.loads(run("build", "--json", root=small, code=1).stdout)
    found = {problem["path"]: problem["message"] for problem in said if "navigation" not in problem["message"]}
    assert found == expected


@pytest.mark.parametrize("folder", ["docs/contribute", "docs/theme"])
def test_folders_without_end_are_refused(small, folder):
    (small / folder / "/".join("a" * 40)).mkdir(parents=True)
    assert "/a: lies more than 20 folders deep; put the folder or file" in run("build", root=small, code=1).stderr


def test_no_module_of_the_folder_one_stands_in_is_run(small):
    _write(small, "yaml.py", "open('ran', 'w').write('x')\n")
    command = [sys.executable, "-P", "-m", "generator", "build"]
    done = subprocess.run(command, cwd=small, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (small / "ran").exists()


def test_any_encoding_of_the_terminal_can_name_a_page(small):
    _write(small, PAGE, "# X\n\n[x](é.md)\n")
    command = [sys.executable, "-m", "generator", "build"]
    env = os.environ | {"PYTHONIOENCODING": "latin-1"}
    done = subprocess.run(command, cwd=small, env=env, capture_output=True, check=False)
    assert b"contains a link '\xe9.md'" in done.stderr


def test_a_second_build_of_the_same_folder_is_told_to_wait(small):
    holder = "import fcntl, os, time; fcntl.flock(os.open('docs', os.O_RDONLY), fcntl.LOCK_EX); print(1, flush=True)"
    with subprocess.Popen(
        [sys.executable, "-c", f"{holder}; time.sleep(60)"], cwd=small, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        config = (small / "mkdocs.yml").read_text()
        (small / "mkdocs.yml").unlink()
        (small / "mkdocs.yml").write_text(config)  # as git and editors do
        for command in ("build", "render"):
            done = run(command, root=small, code=1)
            assert "docs: another build of this folder is running; wait until it has ended" in done.stderr
        other.kill()
    run("render", root=small)


def test_an_element_that_the_parser_drops_is_seen():
    assert take_census("<table><IMAGE src=x onerror=alert(1)><tr><td>x</table>").body["<image>"] == 1


def test_the_address_of_an_archive_holds_another_and_is_sound():
    there = "web.archive.org/web/2024/https://b.example/license"
    for said in (f"https://{there}", there, f" {there}\n"):
        assert not take_census(f'<p><a href="https://{there}">{said}</a>').body
    assert take_census(f'<p><a href="https://{there}">https://b.example/license</a>').body


def test_a_name_that_not_every_system_can_hold_is_refused(small):
    names = ("con.png", "a:b.png", "a b.png", "é.png", "<img src=x>.png", "-x.png")
    for name in (*names, "x..png"):
        _write(small, f"docs/assets/{name}", "x")
    said = run("build", root=small, code=1).stderr
    for name in names:
        assert f"docs/assets/{name}: has a name that not every system can hold; rename it with letters, digits" in said
    assert "x..png" not in said


def test_an_older_site_comes_back_when_the_exchange_is_cut_off(tmp_path):
    site, fresh, old = tmp_path / "site", tmp_path / "fresh", tmp_path / "old"
    site.mkdir()
    (site / "index.html").touch()
    with pytest.raises(FileNotFoundError):
        _exchange(site, fresh, old)
    assert (site / "index.html").exists()
    assert not old.exists()


@pytest.mark.parametrize("moment", [1, 2])
def test_a_signal_during_the_exchange_leaves_a_site(tmp_path, monkeypatch, moment):
    site, fresh, old = tmp_path / "site", tmp_path / "fresh", tmp_path / "old"
    for folder in (site, fresh):
        folder.mkdir()
        (folder / folder.name).touch()
    real, calls = Path.rename, []

    def rename(path, target):
        real(path, target)
        calls.append(path)
        if len(calls) == moment:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(KeyboardInterrupt):
        _exchange(site, fresh, old)
    assert [path.name for path in site.iterdir()] == ["site" if moment == 1 else "fresh"]


def test_a_signal_while_a_failed_build_is_cleared_away_is_not_lost(tmp_path, monkeypatch):
    """Serve goes on behind a build that fails, and would go on for ever."""

    def remove(folder):
        signal.raise_signal(signal.SIGINT)
        folder.rmdir()

    monkeypatch.setattr("generator.site.remove_folder", remove)
    with pytest.raises(KeyboardInterrupt), _workshop(tmp_path / "site"):
        raise ValueError
    assert list(tmp_path.iterdir()) == []


def test_clean_takes_nothing_that_people_wrote(small):
    for name in ("a ~", "a;touch${IFS}pwned;#", "contribute"):
        _write(small, f"docs/{name}/.generated", "")
    shutil.copy(PROJECT / "Makefile", small)
    _write(small, "docs/families/x.md", "x")
    _write(small, "docs/families/.generated", "")
    (small / ".venv/bin").mkdir(parents=True)
    (small / ".venv/pyvenv.cfg").touch()
    python = small / ".venv/bin/python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    home = small / "home"
    home.mkdir()
    subprocess.run(["make", "clean"], cwd=small, env=os.environ | {"HOME": str(home)}, check=True, capture_output=True)
    assert home.exists()
    assert (small / "docs/contribute/index.md").exists()
    assert not (small / "pwned").exists()
    assert not (small / "docs/families").exists()
