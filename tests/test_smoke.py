"""``.ci/smoke``: asks a published site, here the small one behind a real server."""

import subprocess

import pytest
from conftest import PROJECT, serve

SCRIPT = PROJECT / ".ci/smoke"


def test_a_site_that_stands_answers(small_address):
    done = subprocess.run([SCRIPT, small_address], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{small_address.rstrip('/')} answers.\n"), done.stderr


@pytest.mark.parametrize("words", [(), ("",), ("-K/etc/hostname",), ("file:///etc/hostname",)])
def test_what_is_no_address_is_not_asked(words):
    done = subprocess.run([SCRIPT, *words], capture_output=True, text=True, check=False)
    assert done.stderr == "give the address of the site: make smoke URL=https://example.org/models/\n"
    assert done.returncode == 2


def test_a_page_without_a_heading_is_named(tmp_path):
    (tmp_path / "index.html").write_text("<p>Coming soon</p>")
    with serve(tmp_path) as address:
        done = subprocess.run([SCRIPT, address], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"{address}: a page without a heading\n"
