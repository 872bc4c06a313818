"""Addresses in a page: read as Chromium reads them, and in one way only."""

import pytest

from generator.address import Target, find_target, leads_out, normalize, stays_here

FOREIGN = [
    "\t\x01javascript:alert(1)//../..",
    "\x01\tjavascript:alert(1)",
    "\n \r\x1fhttp://evil.example/",
    " /\t/evil.example/",
    "\t\x01//me:you@evil.example/",
    "ht\ntps://evil.example/",
    "\\\\evil.example/",
    "/\\evil.example/",
    "https:evil.example",
    "https:/evil.example",
    "https:/\\evil.example",
    "https:///evil.example",
    "HTTPS://evil.example/",
    "data:text/html,x",
]
HERE = ["", "a/", "./a", "../b/c/#top", "?x=https://evil.example/", "#//evil.example", "\ta/ ", "a/b:c", "/models/a/"]


@pytest.mark.parametrize("address", FOREIGN)
def test_a_foreign_address_has_no_target_inside(address):
    assert not stays_here(normalize(address))
    assert find_target(normalize(address), "a", "/") is None


def test_chromium_reads_addresses_in_the_same_way(small_address, visit):
    """Each address that Chromium resolves inside the site stays here, and no other does."""
    page = visit(f"{small_address}contribute/")
    read = """(texts) => texts.map((text) => {
      const link = document.createElement("a");
      link.href = text;
      return link.protocol.startsWith("http") && link.host === location.host;
    })"""
    # Chromium takes "https:x" for a path only on a page that is https itself; the gate takes it for none anywhere.
    assert dict(zip(FOREIGN, page.evaluate(read, FOREIGN), strict=True)) == dict.fromkeys(FOREIGN, False)
    assert page.evaluate(read, HERE) == [stays_here(normalize(address)) for address in HERE] == [True] * len(HERE)


@pytest.mark.parametrize(
    "address",
    [
        *("https:evil.example", "https:/evil.example", "https://me@evil.example/", "https://["),
        *("https://huggingface.co%E3%80%82evil.example/", "https://%65vil.example/", "https://a.example|b.example/"),
        *("https://010.8.8.8/", "https://0x7f.1/", "https://2130706433/"),
    ],
)
def test_only_a_plain_address_leads_to_a_page_elsewhere(address):
    assert not leads_out(address)
    assert leads_out("https://example.org/")


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("", Target("a/b", "")),
        ("..", Target("a", "")),
        ("../..", Target("", "")),
        ("../c%20d/#top", Target("a/c d", "top")),
        ("/models/", Target("", "")),
        ("/models/c/", Target("c", "")),
        ("/", None),
        ("/models//etc", None),
        ("../../..", None),
        ("%2e%2e/../..", None),
        ("/%2fetc", None),
    ],
)
def test_an_address_is_followed_from_where_it_stands(address, target):
    assert find_target(address, "a/b", "/models/") == target
