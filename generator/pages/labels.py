"""The words that stand for the closed vocabularies, marked for translation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from generator.records.history import ChangeKind
    from generator.records.vocabulary import Duty, Format, LeftOutReason, PublisherKind, Purpose


def N_(text: str) -> str:  # noqa: N802  gettext's name for "translate this where it is shown"
    """Mark a text for translation and return it."""
    return text


class PurposeLabel(NamedTuple):
    """Title of a purpose and what models of it do."""

    title: str
    does: str


PURPOSES: dict[Purpose, PurposeLabel] = {
    "general": PurposeLabel(N_("Text and chat"), N_("Write, answer and converse; base models to build on.")),
    "reasoning": PurposeLabel(N_("Reasoning"), N_("Think through a problem step by step before they answer.")),
    "code": PurposeLabel(N_("Code"), N_("Write, complete and explain programs.")),
    "math": PurposeLabel(N_("Mathematics"), N_("Solve mathematical problems and prove theorems.")),
    "agent": PurposeLabel(N_("Agents"), N_("Call tools and operate software to finish a task.")),
    "vision-language": PurposeLabel(N_("Images and video to text"), N_("Answer questions about images and video.")),
    "omni": PurposeLabel(N_("Text, sound and images at once"), N_("Take and give text, sound and images.")),
    "ocr": PurposeLabel(N_("Document reading"), N_("Turn scans and pages into text.")),
    "embedding": PurposeLabel(N_("Embeddings"), N_("Turn text or images into vectors for search.")),
    "reranking": PurposeLabel(N_("Reranking"), N_("Put search results in a better order.")),
    "translation": PurposeLabel(N_("Translation"), N_("Translate between languages.")),
    "safety": PurposeLabel(N_("Safety"), N_("Recognize harmful input and output.")),
    "reward": PurposeLabel(N_("Reward models"), N_("Score answers, to train other models.")),
    "classification": PurposeLabel(N_("Classification"), N_("Sort text into classes.")),
    "summarization": PurposeLabel(N_("Summarization"), N_("Shorten a text to its gist.")),
    "image-generation": PurposeLabel(N_("Image generation"), N_("Make images from text.")),
    "image-editing": PurposeLabel(N_("Image editing"), N_("Change an image as told in words.")),
    "video-generation": PurposeLabel(N_("Video generation"), N_("Make video from text or images.")),
    "3d-generation": PurposeLabel(N_("3D generation"), N_("Make three-dimensional objects.")),
    "speech-recognition": PurposeLabel(N_("Speech recognition"), N_("Write down what is spoken.")),
    "speech-synthesis": PurposeLabel(N_("Speech synthesis"), N_("Speak a text aloud.")),
    "audio-understanding": PurposeLabel(N_("Audio understanding"), N_("Answer questions about sound.")),
    "audio-generation": PurposeLabel(N_("Music and sound"), N_("Make music and sounds.")),
    "image-understanding": PurposeLabel(N_("Image understanding"), N_("Describe images as vectors, find and cut out.")),
}

FORMATS: dict[Format, str] = {
    "gguf": "GGUF",
    "awq": "AWQ",
    "gptq": "GPTQ",
    "bnb": "bitsandbytes",
    "mlx": "MLX",
    "fp8": "FP8",
    "fp4": "FP4",
    "int8": "INT8",
    "int4": "INT4",
    "bf16": "BF16",
    "fp16": "FP16",
    "fp32": "FP32",
    "onnx": "ONNX",
    "litert": "LiteRT",
    "diffusers": "Diffusers",
    "compressed-tensors": "compressed-tensors",
}

PUBLISHER_KINDS: dict[PublisherKind, str] = {
    "company": N_("company"),
    "nonprofit": N_("nonprofit organization"),
    "university": N_("university"),
    "government": N_("government body"),
    "community": N_("community"),
}

DUTIES: dict[Duty, str] = {
    "include-license": N_("Pass the license text on"),
    "attribution": N_("Name the authors"),
    "state-changes": N_("Say what you changed"),
    "share-alike": N_("Share changed versions under the same license"),
    "disclose-source": N_("Publish the source"),
    "name-in-derivatives": N_("Carry the model's name in the names of models made from it"),
    "display-notice": N_("Show a notice to users"),
    "acceptable-use-policy": N_("Follow a list of forbidden uses"),
    "share-improvements": N_("Give improvements back to the publisher"),
    "no-trademark": N_("Do not use the publisher's trademarks"),
}

LEFT_OUT_REASONS: dict[LeftOutReason, str] = {
    "template-id": N_("a placeholder, not an id"),
    "typing-error": N_("a typing error in one registry"),
    "not-openly-published": N_("not openly published"),
    "not-a-model": N_("not a model by itself"),
}

PERMISSION_NAMES = {
    "commercial_use": N_("Use it commercially"),
    "modify": N_("Change it"),
    "redistribute": N_("Pass it on"),
    "use_outputs_to_train": N_("Train other models on its outputs"),
}

PERMISSION_VALUES = {
    "allowed": N_("Yes"),
    "conditional": N_("Yes, if"),
    "forbidden": N_("No"),
    "unspecified": N_("Unknown"),
}

CHANGES: dict[ChangeKind, str] = {
    "added": N_("new in the catalogue"),
    "license-changed": N_("another license"),
    "gated": N_("now gated"),
    "ungated": N_("no longer gated"),
    "missing": N_("gone from the Hub"),
    "restored": N_("back on the Hub"),
    "renamed": N_("renamed"),
    "parameters-changed": N_("another parameter count"),
}

NO_PAGE = {
    "timeout": N_("nothing came in time"),
    "no-connection": N_("no secure connection"),
}
"""What came of an address that gave no status."""

ORIGINS = {
    "override": N_("corrected by hand"),
    "hub": N_("Hugging Face Hub"),
    "reported": N_("public data set"),
}
