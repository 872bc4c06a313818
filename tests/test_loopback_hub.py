"""The Hub of these tests is one to huggingface_hub itself: its own calls find there what they find on the real one."""

import pytest
from fetching import FAST
from huggingface_hub import HfApi
from huggingface_hub.errors import GatedRepoError, HfHubHTTPError, RepositoryNotFoundError

from generator.hub import EXPAND, Hub, UnansweredError


@pytest.fixture
def api(hub):
    with Hub(hub.endpoint, None, FAST):
        yield HfApi(endpoint=hub.endpoint, token=False, user_agent="test")


def test_a_model_expanded_and_with_its_files(api, hub):
    info = api.model_info("org/model-1b", expand=list(EXPAND))
    assert (info.id, info.gated, info.safetensors.total) == ("org/model-1b", False, 8_190_735_360)
    assert info.children_model_count["quantized"] == 190
    assert (info.card_data.license, info.downloads_all_time) == ("apache-2.0", 40_123_456)
    hub.sizes["org/model-1b"] = {"model.safetensors": 7}
    files = api.model_info("org/model-1b", files_metadata=True).siblings
    assert [(file.rfilename, file.size) for file in files][-1] == ("model.safetensors", 7)


def test_a_listing_of_several_pages(api, hub):
    hub.page_size = 5
    assert len({model.id for model in api.list_models(author="org", expand=["sha"])}) == 12
    assert hub.seen == {"list:org": 3}


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("404-code", RepositoryNotFoundError),
        ("401", RepositoryNotFoundError),
        ("404", HfHubHTTPError),
        ("403-gated", GatedRepoError),
    ],
)
def test_errors_are_told_apart_by_their_headers(api, hub, fault, error):
    hub.faults["org/model-1b"] = [fault]
    with pytest.raises(error):
        api.model_info("org/model-1b")


def test_a_rename_is_followed_and_a_missing_one_is_not_there(api, hub):
    hub.models["new/name"] = {**hub.models["org/model-1b"], "id": "new/name"}
    hub.renamed["org/model-1b"] = "new/name"
    assert api.model_info("org/model-1b").id == "new/name"
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("org/nothing")


def test_the_transport_gives_the_clients_own_calls_retries_and_a_bound(api, hub):
    hub.faults["org/model-1b"] = ["503", "reset"]
    assert api.model_info("org/model-1b").id == "org/model-1b"
    hub.faults["list:org"] = ["500", "*"]
    with pytest.raises(UnansweredError, match="answered 500"):
        list(api.list_models(author="org"))
    assert hub.seen == {"org/model-1b": 3, "list:org": 5}
