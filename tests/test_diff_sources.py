"""``catalogue diff``: what people write beside verdicts and sizes, of what a reader finds under an address."""

import shutil

import pytest
from conftest import SMALL, run
from revisions import edit

from generator.diff import Difference, Row, write_difference

FILES = "| variant or file | what | before | after |\n|---|---|---|---|\n"


@pytest.mark.parametrize("repo", ["openai-community/gpt-oss-120b", "openai/GPT-OSS-120B"])
def test_a_variant_is_known_by_the_address_of_its_page(small, repo):
    path = small / "data/families/gpt-oss.yaml"
    edit(path, "repo: openai/gpt-oss-120b", f"repo: {repo}")
    edit(path, "value: apache-2.0", "value: mit")
    edit(path, "value: 117000000000", "value: 7000000000")
    out = run("diff", str(SMALL), ".", root=small).stdout
    assert f"{FILES}| `{repo}` | `repo` | `openai/gpt-oss-120b` | `{repo}` |\n" in out
    assert f"| `{repo}` | `license` | `apache-2.0` | `mit` |\n" in out
    assert f"| `{repo}` | `parameters` | 117,000,000,000 | 7,000,000,000 |\n" in out
    assert "### Pages" not in out


def _hand_over(root, organization, old, new):
    """Let an organization of the Hub be another publisher's."""
    edit(root / f"data/publishers/{old}.yaml", f"[{organization}, ", "[")
    edit(root / f"data/publishers/{new}.yaml", "hub: [", f"hub: [{organization}, ")


def test_capitals_of_a_former_id_make_no_difference(small):
    path = small / "data/families/deepseek.yaml"
    edit(path, "deepseek-ai/DeepSeek-OCR", "deepseek-ai/Reader\n    formerly: [deepseek-ai/deepseek-ocr]")
    out = run("diff", str(SMALL), ".", root=small).stdout
    assert "- `/families/deepseek/deepseek-ocr/` → `/families/deepseek/reader/`\n" in out


def test_another_repository_on_the_page_of_one_that_has_moved_is_told(small):
    family = "title: Moved\npublisher: openai\nsummary: S.\nseries:\n- id: moved\n  title: Moved\n  purpose: general\n"
    edit(small / "data/families/gpt-oss.yaml", "openai/gpt-oss-20b", "openai-community/gpt-oss-20b")
    (small / "data/families/moved.yaml").write_text(
        f"{family}  summary: S.\n  variants:\n  - repo: openai/gpt-oss-20b\n"
    )
    out = run("diff", str(SMALL), ".", root=small).stdout
    assert "- `/families/gpt-oss/gpt-oss-20b/` → `/families/moved/gpt-oss-20b/`\n" in out
    assert (
        "| `openai-community/gpt-oss-20b` | `repo` | `openai/gpt-oss-20b` | `openai-community/gpt-oss-20b` |\n" in out
    )


def test_a_family_is_known_by_its_variants(small):
    old = small / "data/families/llama.yaml"
    new = old.rename(old.with_name("herd.yaml"))
    edit(new, "publisher: meta", "publisher: openai")
    _hand_over(small, "meta-llama", "meta", "openai")
    out = run("diff", str(SMALL), ".", root=small).stdout
    assert "| `data/families/herd.yaml` | `publisher` | `meta` | `openai` |\n" in out


GGUF = "meta-llama/Llama-3.1-8B-GGUF"
GPT, DEEPSEEK = "`data/families/gpt-oss.yaml`", "`data/families/deepseek.yaml`"
SOURCES = {
    "another's build": (
        "families/llama",
        GGUF,
        "facebook/a",
        f"`builds` | `{GGUF}, gguf, 4 bits` | `facebook/a, gguf, 4 bits`",
    ),
    "a format": ("families/llama", "gguf, bits: 4", "mlx", f"`builds` | `{GGUF}, gguf, 4 bits` | `{GGUF}, mlx`"),
    "no build": (
        "families/llama",
        f"    builds:\n    - {{repo: {GGUF}, format: gguf, bits: 4}}\n",
        "",
        f"`builds` | `{GGUF}, gguf, 4 bits` | `none`",
    ),
    "one more build": (
        "families/llama",
        "    - {",
        "    - {repo: facebook/b, format: fp8}\n    - {",
        "`none` | `facebook/b, fp8`",
    ),
    "publisher": (
        "families/gpt-oss",
        "publisher: openai",
        "publisher: meta",
        f"{GPT} | `publisher` | `openai` | `meta`",
    ),
    "homepage": (
        "families/deepseek",
        "www.deepseek.com",
        "deepseek.example",
        f"{DEEPSEEK} | `homepage` | `https://www.deepseek.com` | `https://deepseek.example`",
    ),
    "code": ("families/gpt-oss", "com/openai/gpt-oss\n", "com/a/b\n", "gpt-oss` | `https://github.com/a/b`"),
    "paper": ("families/gpt-oss", "2508.10925", "2508.10926", "`papers` | `arXiv:2508.10925` | `arXiv:2508.10926`"),
    "order": ("publishers/meta", "[meta-llama, facebook", "[facebook, meta-llama", "`hub, in order` | `meta-llama, "),
    "source": (
        "families/deepseek",
        "blob/main/README.md",
        "blob/main/OTHER.md",
        "`context_tokens.source` | `…epSeek-R1/blob/main/README.md` | `…epSeek-R1/blob/main/OTHER.md`",
    ),
    "checked": ("families/deepseek", "checked: null", "checked: 2026-11-24", "`none` | `2026-11-24`"),
    "license": ("licenses/mit", "url: https://", "url: https://a.", "`data/licenses/mit.yaml` | `url` | "),
    "clause": ("licenses/mit", 'clause: "para. 1"', 'clause: "para. 9"', "`permissions.modify.clause` | `para. 1` | "),
    "condition": (
        "licenses/llama3.1",
        "condition: ",
        "condition: Perhaps. ",
        "`permissions.commercial_use.condition` | ",
    ),
    "duty": (
        "licenses/mit",
        "duty: attribution",
        "duty: state-changes",
        "`obligations` | `duty: attribution, clause: ",
    ),
    "evidence": ("publishers/meta", "shows: country", "shows: kind", "`data/publishers/meta.yaml` | `evidence` | "),
    "country": ("publishers/meta", "country: US", "country: FR", "`country` | `US` | `FR`"),
    "data set": ("reported/llmfit", "url: https://", "url: https://a.", "`data/reported/llmfit.yaml` | `url` | "),
    "left out": ("left-out", "typing-error", "not-a-model", "`meta-llama/Meta-Llama-3.2-11B-Vision.reason` | "),
    "title": ("families/llama", "title: Llama 3.1 8B Instruct", "title: L", "`title` | `Llama 3.1 8B Instruct` | `L`"),
    "summary": (
        "families/llama",
        "Language models of Meta",
        "Models",
        "`summary` | `Language models of Meta.` | `Models.`",
    ),
    "series": (
        "families/llama",
        "in three sizes",
        "in two sizes",
        "`llama-3-1.summary` | `Text models in three sizes.`",
    ),
    "purpose": ("families/llama", "purpose: general", "purpose: code", "`purpose` | `general` | `code`"),
    "day": ("families/llama", "released: 2024-07-23", "released: 2024-07-24", "`2024-07-23` | `2024-07-24`"),
    "reason": ("families/deepseek", "a context of 128K", "a context", "`context_tokens.reason` | "),
    "code of training": (
        "families/deepseek",
        "field: context_tokens\n      value: 131072\n",
        "field: training_code\n      value: https://a.org\n",
        "`training_code` | `none` | `https://a.org`",
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_whatever_people_write_is_told(small, name):
    file, old, new, row = SOURCES[name]
    edit(small / f"data/{file}.yaml", old, new)
    if name == "publisher":
        _hand_over(small, "openai", "openai", "meta")
    assert row in run("diff", str(SMALL), ".", root=small).stdout


def test_where_weights_come_from_is_told_first(small):
    edit(small / "data/families/deepseek.yaml", "www.deepseek.com", "deepseek.example")
    edit(small / "data/families/llama.yaml", GGUF, "facebook/a")
    out = run("diff", str(SMALL), ".", root=small).stdout
    assert out.index("`builds`") < out.index("`homepage`")


def test_values_that_differ_late_are_shown_where_they_do():
    long = "https://example.org/" + "a" * 400
    row = Row("a/b", "homepage", f"{long}/x", f"{long}/y")
    out = write_difference(Difference((), (), (row,), (), (), (), ()))
    assert out.endswith(f"| `a/b` | `homepage` | `…{'a' * 19}/x` | `…{'a' * 19}/y` |\n")


def test_what_a_build_says_is_told(small):
    """Its files are what a reader's machine has to hold."""
    build = small / "data/hub/meta-llama/Llama-3.1-8B-GGUF.yaml"
    build.parent.mkdir(parents=True, exist_ok=True)
    build.write_text("weights:\n- {format: gguf, quantization: Q4_K_M, bytes: 4920000000}\ngated: false\n")
    before = small.with_name("before")
    shutil.copytree(small, before)
    edit(build, "4920000000", "1500000000")
    edit(build, "gated: false", "gated: manual")
    out = run("diff", str(before), ".", root=small).stdout
    assert "4,920,000,000 | 1,500,000,000 |" in out
    assert f"`{GGUF}.gated` | `False` | `manual`" in out
