"""The public data sets: what each is called, where it is, and how it asks to be named."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DataSet:
    """One public data set.

    Args:
        id: Name of its file in ``data/reported/``.
        key: Its key under ``sources`` in a facts file; empty when a facts file has none for it.
        labels: How a facts file names it beside a value; a label may go on with ``@DATE``.
        title: What it is called.
        url: Where it is.
        license: License of its data as it states it; None when it states none.
        attribution: How it asks to be named, or that it asks nothing.
        rank: Order among the data sets, lowest first. Copies of the Hub's own answers come first, then
            sets that are read from weights or model cards, then registries kept by hand.
    """

    id: str
    key: str
    labels: tuple[str, ...]
    title: str
    url: str
    license: str | None
    attribution: str
    rank: int


_HUB = "Facts from the Hugging Face Hub, as this project recorded them."

DATA_SETS = (
    DataSet(
        id="hub-trending",
        key="hub_snapshots_trending",
        labels=("hub-api snapshot namhyeokwoo/huggingface-trending",),
        title="Hub snapshots of trending models (huggingface-trending)",
        url="https://github.com/namhyeokwoo/huggingface-trending",
        license=None,
        attribution=_HUB,
        rank=10,
    ),
    DataSet(
        id="hub-inferenceatlas",
        key="hub_inferenceatlas",
        labels=("hub-api snapshot jayeshsuyal/InferenceAtlas",),
        title="Hub snapshot of InferenceAtlas",
        url="https://github.com/jayeshsuyal/InferenceAtlas",
        license=None,
        attribution=_HUB,
        rank=20,
    ),
    DataSet(
        id="hub-ai-nexus",
        key="hub_ai_nexus",
        labels=("hub-api snapshot mosesy5688-cell/ai-nexus",),
        title="Hub snapshot of ai-nexus",
        url="https://github.com/mosesy5688-cell/ai-nexus",
        license=None,
        attribution=_HUB,
        rank=30,
    ),
    DataSet(
        id="hub-fixtures",
        key="hub_fixtures",
        labels=("hub-api fixture",),
        title="Hub answers kept as test fixtures by three projects",
        url="https://huggingface.co/docs/hub/api",
        license=None,
        attribution=_HUB,
        rank=40,
    ),
    DataSet(
        id="hub-configs",
        key="",
        labels=(),
        title="Model configurations (config.json)",
        url="https://huggingface.co/docs/transformers/main_classes/configuration",
        license=None,
        attribution="config.json files of the named repositories, as public repositories keep copies of them.",
        rank=45,
    ),
    DataSet(
        id="mot",
        key="mot",
        labels=("mot",),
        title="Model Openness Tool",
        url="https://github.com/lfai/model_openness_tool",
        license="MIT",
        attribution="Model Openness Tool, LF AI & Data Foundation.",
        rank=50,
    ),
    DataSet(
        id="mteb",
        key="mteb",
        labels=("mteb",),
        title="MTEB model metadata",
        url="https://github.com/embeddings-benchmark/mteb",
        license="Apache-2.0",
        attribution="MTEB, the Massive Text Embedding Benchmark, and its contributors.",
        rank=60,
    ),
    DataSet(
        id="open-llm-leaderboard",
        key="open_llm_leaderboard",
        labels=("open-llm-leaderboard",),
        title="Open LLM Leaderboard contents",
        url="https://huggingface.co/datasets/open-llm-leaderboard/contents",
        license=None,
        attribution="Open LLM Leaderboard, Hugging Face; read from the copy in hlzhang109/causal-eval.",
        rank=70,
    ),
    DataSet(
        id="llmfit",
        key="llmfit",
        labels=("llmfit",),
        title="llmfit model list",
        url="https://github.com/tektite-io/llmfit",
        license="MIT",
        attribution="llmfit and its contributors.",
        rank=80,
    ),
    DataSet(
        id="models-dev",
        key="models_dev_providers",
        labels=("models.dev",),
        title="models.dev",
        url="https://github.com/anomalyco/models.dev",
        license="MIT",
        attribution="models.dev and its contributors.",
        rank=90,
    ),
    DataSet(
        id="openrouter",
        key="openrouter_models",
        labels=("openrouter (copy in models.dev repo)",),
        title="OpenRouter model list",
        url="https://github.com/anomalyco/models.dev",
        license="MIT",
        attribution="OpenRouter; read from the copy in models.dev.",
        rank=100,
    ),
    DataSet(
        id="llmstats",
        key="llmstats",
        labels=("llmstats",),
        title="LLM Stats",
        url="https://github.com/JonathanChavezTamales/LLMStats",
        license=None,
        attribution="LLM Stats and its contributors.",
        rank=110,
    ),
    DataSet(
        id="xinference",
        key="xinference",
        labels=("xinference",),
        title="Xinference model registry",
        url="https://github.com/xorbitsai/inference",
        license="Apache-2.0",
        attribution="Xinference, Xorbits, and its contributors.",
        rank=120,
    ),
    DataSet(
        id="localai-gallery",
        key="localai_gallery",
        labels=("localai-gallery",),
        title="LocalAI gallery",
        url="https://github.com/mudler/LocalAI",
        license="MIT",
        attribution="LocalAI and its contributors.",
        rank=130,
    ),
    DataSet(
        id="lmarena",
        key="lmarena_csv",
        labels=("lmarena_csv",),
        title="LMArena leaderboard tables",
        url="https://github.com/fboulnois/llm-leaderboard-csv",
        license=None,
        attribution="LMArena; read from llm-leaderboard-csv.",
        rank=140,
    ),
    DataSet(
        id="ms-swift",
        key="ms_swift",
        labels=("ms-swift",),
        title="ms-swift model registry",
        url="https://github.com/modelscope/ms-swift",
        license="Apache-2.0",
        attribution="ms-swift, ModelScope, and its contributors.",
        rank=150,
    ),
    DataSet(
        id="epoch-organizations",
        key="epoch_organizations",
        labels=("epoch-ai organisations table",),
        title="Epoch AI organizations table",
        url="https://github.com/VinodGeorge24/AI_Benchmark",
        license="CC-BY",
        attribution="Epoch AI, organizations table (CC BY); read from a copy of May 2025.",
        rank=160,
    ),
    DataSet(
        id="hub-license-ids",
        key="hub_license_ids",
        labels=(),
        title="License ids of the Hub",
        url="https://github.com/huggingface/hub-docs",
        license=None,
        attribution="Hugging Face, hub-docs. It lists license ids and says nothing of single repositories.",
        rank=170,
    ),
    DataSet(
        id="repository-names",
        key="",
        labels=("repo id",),
        title="Sizes in repository names",
        url="https://huggingface.co/models",
        license=None,
        attribution="Read from the name of the repository itself, as in Qwen3-8B: a nominal size.",
        rank=900,
    ),
)


def find_data_set(id_: str) -> DataSet:
    """Return the data set with an id.

    Raises:
        KeyError: When there is none.
    """
    return {data_set.id: data_set for data_set in DATA_SETS}[id_]
