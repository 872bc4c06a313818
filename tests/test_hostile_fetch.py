"""A Hub that is hostile in everything it says: fetched, checked, built, and inert."""

import re

import html5lib
import pytest
from conftest import TODAY, lay_out, run
from fetching import fetch, lay_out_families, serve_hub
from loopback_hub import CONFIG, make_model
from test_hostile import MARKUP, NEVER, TAKES_TEXT

from generator import store
from generator.workspace import Workspace

PAYLOADS = {**MARKUP, **NEVER, "surrogate": "a\ud800b"}
CARD = {
    "license_name": "", "license_link": "", "datasets": [""], "base_model": [""], "base_model_relation": "",
    "new_version": "", "extra_gated_eu_disallowed": "", "pipeline_tag": "", "tags": [""], "quantized_by": "",
}  # fmt: skip


def poison(value, payload):
    """Return an answer with the payload in place of every text, and after the prefix of every tag."""
    if isinstance(value, dict):
        return {poison(key, payload) if key.isupper() else key: poison(item, payload) for key, item in value.items()}
    if isinstance(value, list):
        return [poison(item, payload) for item in value]
    if not isinstance(value, str):
        return value
    prefix, colon, _ = value.partition(":")
    return f"{prefix}:{payload}" if colon and prefix in ("license", "arxiv", "base_model", "region") else payload


@pytest.fixture(scope="module")
def fetched(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile-hub")
    repos = {name: f"org/x-{name}" for name in PAYLOADS}
    root = lay_out(folder / "root", lay_out_families(folder / "made", {"made": list(repos.values())}).data)
    workspace = Workspace(root)
    with pytest.MonkeyPatch.context() as patch, serve_hub(patch, folder) as hub:
        for name, repo in repos.items():
            clean = make_model(repo, baseModels={"models": [{"id": ""}], "relation": ""})
            clean["cardData"] |= CARD
            clean["tags"] += ["base_model:x", "base_model:finetune:x"]
            keep = {key: clean.pop(key) for key in ("id", "_id", "modelId")}
            hub.models[repo] = poison(clean, PAYLOADS[name]) | keep
            hub.configs[repo] = poison(CONFIG | {"quantization_config": {"quant_method": ""}}, PAYLOADS[name])
        fetch(workspace, hub)
    return workspace


def test_only_free_text_took_the_payload(fetched):
    records = store.load(fetched).hub
    assert len(records) == len(PAYLOADS)
    for name, payload in PAYLOADS.items():
        said = {field for field, value in records[f"org/x-{name}"].stated.items() if payload in ([value], value)}
        words = {"license", "pipeline_tag"} if name in ("no", "no-day", "index") else set()
        assert said <= TAKES_TEXT["hub"] | words, name
        assert name not in NEVER or not said, name
    assert records["org/x-script"].license_name == MARKUP["script"]


def test_nothing_the_hub_said_can_act(fetched):
    run("check", root=fetched.root)
    run("build", "--today", TODAY.isoformat(), root=fetched.root)
    pages = list((fetched.root / "site/families/made").rglob("index.html"))
    assert len(pages) == len(PAYLOADS) + 1
    for path in pages:
        tree = html5lib.parse(path.read_text(), namespaceHTMLElements=False)
        for node in tree.iter():
            assert node.tag not in {"iframe", "base", "object", "embed"}, path
            assert not [key for key in node.attrib if key.startswith("on")], path
            assert not re.match(r"[a-z+.-]*:|//", node.get("src", ""), re.IGNORECASE), path
            assert not node.get("href", "").lower().startswith(("javascript", "data", "//", "http:")), path
        assert "alert" not in "".join(script.text or "" for script in tree.iter("script")), path


def test_no_file_stands_outside_of_its_folder(fetched):
    names = {path.relative_to(fetched.data).parts[0] for path in fetched.data.rglob("*") if path.is_file()}
    assert names <= {"families", "publishers", "hub", "usage", "changes", "refresh.yaml", ".refresh.lock"}
