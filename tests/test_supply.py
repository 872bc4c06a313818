"""A build one can trust: the same bytes anywhere, no connection, and nothing installed that is not locked by hash."""

import re

import pytest
from conftest import PROJECT, SMALL, TODAY, lay_out, run

NO_NETWORK = """
import pathlib, socket, sys
pathlib.Path({seen!r}).joinpath(str(__import__("os").getpid())).touch()
def refuse(*words):
    raise AssertionError("a connection was opened")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = socket.create_connection = refuse
"""


def _read(site):
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_two_builds_on_two_paths_give_the_same_bytes(tmp_path):
    sites = []
    for name in ("a", "b/with a longer name"):
        root = lay_out(tmp_path / name / "root", SMALL / "data")
        run("build", "--today", TODAY.isoformat(), "--site", str(tmp_path / name / "out"), root=root)
        sites.append(_read(tmp_path / name / "out"))
    assert len(sites[0]) > 50
    assert "sitemap.xml.gz" in sites[0]
    assert [name for name in sites[0].keys() | sites[1].keys() if sites[0].get(name) != sites[1].get(name)] == []


def test_source_date_epoch_is_the_day_of_a_build(small):
    run("build", root=small, env={"SOURCE_DATE_EPOCH": "1609459200", "SITE_URL": "https://example.org/"})
    sitemap = (small / "site/sitemap.xml").read_text()
    assert set(re.findall(r"<lastmod>(.*?)</lastmod>", sitemap)) == {"2021-01-01"}
    assert (small / "site/sitemap.xml.gz").read_bytes()[4:8] == (1609459200).to_bytes(4, "little")


@pytest.mark.parametrize("value", ["soon", "9" * 30, "-5"])
def test_a_source_date_epoch_that_is_no_time(small, value):
    done = run("render", root=small, code=2, env={"SOURCE_DATE_EPOCH": value})
    said = f"SOURCE_DATE_EPOCH is '{value}', not a number of seconds since 1970, up to 4133894400: correct it"
    assert said in done.stderr


def test_a_build_opens_no_connection(small, tmp_path):
    seen = tmp_path / "seen"
    seen.mkdir()
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(NO_NETWORK.format(seen=str(seen)))
    run("build", root=small, env={"PYTHONPATH": f"{tmp_path / 'hook'}:{PROJECT}"})
    assert len(list(seen.iterdir())) == 3, "the command, the build without data, and MkDocs itself"


@pytest.mark.parametrize("path", sorted((PROJECT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_all_that_is_installed_is_locked_by_hash(path):
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n", "", path.read_text()))
    assert len(entries) > 10
    assert [
        entry for entry in entries if not re.match(r"[\w.\[\]-]+==\S+.*--hash=sha256:[0-9a-f]{64}", entry, re.DOTALL)
    ] == []


def test_pip_is_told_to_demand_hashes():
    makefile = (PROJECT / "Makefile").read_text()
    installs = re.findall(r"\t\$\((?:INSTALL|PIP_INTO)\) .*--requirement.*", makefile)
    assert len(installs) == len(list((PROJECT / "requirements").glob("*.txt")))
    assert all("--require-hashes" in line for line in installs)
