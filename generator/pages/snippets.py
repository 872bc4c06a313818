"""First lines to run a variant with: which engines fit is told from its purpose and library."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.catalogue import Variant

_CHAT = frozenset({"general", "reasoning", "code", "math", "agent", "translation", "safety"})
_SEES = frozenset({"vision-language", "ocr"})


class Snippet(NamedTuple):
    """Lines to copy: for which engine, in which language, and the lines."""

    engine: str
    language: str
    code: str


def list_snippets(variant: Variant) -> Iterator[Snippet]:
    """Yield the snippets that fit a variant.

    Args:
        variant: Its repository id is safe to write into code: it follows the Hub's own rules.
    """
    library, repo = variant.facts.library_name.value, variant.repo
    if library == "sentence-transformers" or (variant.purpose == "embedding" and library is None):
        yield Snippet("Sentence Transformers", "python", _sentence_transformers(repo))
    elif library == "diffusers":
        yield Snippet("Diffusers", "python", _diffusers(repo))
    elif variant.purpose in _CHAT and library in (None, "transformers", "vllm"):
        yield Snippet("Transformers", "python", _transformers("text-generation", repo))
        yield Snippet("vLLM", "sh", f"vllm serve {repo}")
    elif variant.purpose in _SEES and library in (None, "transformers", "vllm"):
        yield Snippet("Transformers", "python", _transformers("image-text-to-text", repo))
        yield Snippet("vLLM", "sh", f"vllm serve {repo}")
    elif library == "transformers" and (task := variant.facts.pipeline_tag.value):
        yield Snippet("Transformers", "python", _transformers(task, repo))
    for build in variant.builds:
        if build.format == "gguf":
            yield Snippet("llama.cpp", "sh", f"llama-server -hf {build.repo}")


def _transformers(task: str, repo: str) -> str:
    return f'from transformers import pipeline\n\nmodel = pipeline("{task}", model="{repo}")'


def _sentence_transformers(repo: str) -> str:
    return (
        "from sentence_transformers import SentenceTransformer\n\n"
        f'model = SentenceTransformer("{repo}")\n'
        'vectors = model.encode(["A sentence to find again."])'
    )


def _diffusers(repo: str) -> str:
    return f'from diffusers import DiffusionPipeline\n\npipeline = DiffusionPipeline.from_pretrained("{repo}")'
