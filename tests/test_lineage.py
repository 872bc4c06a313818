"""Trees of variants: renamed parents, parents outside, circles and self references."""

import pytest
from conftest import run
from made_data import make_data

from generator.catalogue import join
from generator.derive.lineage import MAX_DEPTH, grow_trees, index_children, sum_derivatives, sum_downloads


def _catalogue(**bases):
    rows = {f"some/{name}": {"base_models": list(parents)} for name, parents in bases.items()}
    others = [f"some/{name}" for name in bases if name != "tiny"]
    return join(make_data(reported={10: rows}, others=others))


def _shape(node):
    return (node.repo.removeprefix("some/"), [_shape(child) for child in node.children])


def _trees(**bases):
    catalogue = _catalogue(**bases)
    return [_shape(tree) for tree in grow_trees(catalogue.families["tiny"], catalogue)]


@pytest.mark.parametrize(
    ("bases", "trees"),
    [
        ({"tiny": [], "a": ["some/tiny"], "b": ["some/a"]}, [("tiny", [("a", [("b", [])])])]),
        ({"tiny": ["some/tiny"], "a": []}, [("tiny", []), ("a", [])]),
        ({"tiny": ["some/a"], "a": ["some/tiny"]}, [("tiny", [("a", [])])]),
        ({"tiny": ["some/a"], "a": ["some/b"], "b": ["some/a"]}, [("a", [("tiny", []), ("b", [])])]),
        ({"tiny": ["other/base"], "a": ["other/base"]}, [("other/base", [("tiny", []), ("a", [])])]),
        ({"tiny": [], "a": ["some/tiny", "other/base"]}, [("tiny", [("a", [])])]),
    ],
)
def test_trees(bases, trees):
    assert _trees(**bases) == trees


def test_every_variant_stands_once():
    catalogue = _catalogue(tiny=["some/c"], a=["some/tiny"], b=["some/a"], c=["some/b"], d=["some/d"], e=["x/y"])
    trees = grow_trees(catalogue.families["tiny"], catalogue)
    assert sum(tree.size for tree in trees) == 6


def test_further_parents_are_named():
    catalogue = _catalogue(tiny=[], a=["some/tiny", "other/base"])
    (tree,) = grow_trees(catalogue.families["tiny"], catalogue)
    assert tree.children[0].also_from == ("other/base",)


def test_the_small_llamas_hang_together(small_catalogue):
    trees = grow_trees(small_catalogue.families["llama"], small_catalogue)
    assert [(tree.repo, tree.size) for tree in trees] == [("meta-llama/Llama-3.1-8B", 2)]


def test_a_tree_ends_and_counts_what_it_does_not_show():
    names = [f"v{n}" for n in range(30)]
    bases = {name: [f"some/{before}"] for before, name in zip(["tiny", *names], names, strict=False)}
    catalogue = _catalogue(tiny=[], **bases)
    (tree,) = grow_trees(catalogue.families["tiny"], catalogue)
    depth, node = 1, tree
    while node.children:
        assert node.cut_off == 0
        depth, node = depth + 1, node.children[0]
    assert (tree.size, depth, node.cut_off) == (31, MAX_DEPTH, 31 - MAX_DEPTH)


def _chain(small, count, *, closed=False):
    """Write a family in which each variant was made from the one before."""
    lines = ["title: Chain", "publisher: openai", "summary: Made one from the other.", "series:"]
    lines += ["- {id: chain, title: Chain, purpose: general, summary: A chain.}"]
    lines[-1] = lines[-1].removesuffix("}") + ", variants: ["
    for n in range(count):
        before = f"openai/chain-{(n or count) - 1}"
        why = "reason: It says so., source: https://example.org/, checked: null"
        override = f"{{field: base_models, value: [{before}], {why}}}" if n or closed else ""
        lines.append(f"  {{repo: openai/chain-{n}, overrides: [{override}]}},")
    (small / "data/families/chain.yaml").write_text("\n".join([*lines, "  ]}"]) + "\n")


@pytest.mark.parametrize("closed", [False, True])
def test_a_long_chain_is_rendered(small, closed):
    _chain(small, 1500, closed=closed)
    run("render", root=small)
    page = (small / "docs/families/chain/index.md").read_text()
    assert f"and {1500 - MAX_DEPTH:,} more made from it".replace(",", "") in page
    variant = (small / "docs/families/chain/chain-7/index.md").read_text()
    assert '<a href="../#chain">and 1299 more</a>' in variant.replace("../../../families/chain/#chain", "../#chain")


def test_children_are_found_across_families():
    catalogue = _catalogue(tiny=[], a=["some/tiny"], b=["some/tiny"])
    assert [v.repo for v in index_children(catalogue)["some/tiny"]] == ["some/a", "some/b"]


def test_derivatives_are_added_up_over_kinds_and_variants():
    told = {"some/tiny": {"derivatives": {"finetune": 3, "quantized": 4}}}
    catalogue = join(make_data(reported={10: told}, others=["some/other"]))
    found = sum_derivatives(catalogue)
    assert (found.total, found.known, found.of) == (7, 1, 2)


def test_downloads_are_added_up_with_their_days(small_catalogue):
    llamas = small_catalogue.families["llama"].variants
    found = sum_downloads(llamas)
    assert (found.known, found.of) == (2, 2)
    assert found.total == sum(variant.facts.downloads.value for variant in llamas)
    assert found.first <= found.last
    empty = sum_downloads(())
    assert (empty.total, empty.first, empty.last) == (0, None, None)
