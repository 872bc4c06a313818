"""Drafts of data files: what sources say of the repositories and what a person said, the rest marked ``TO WRITE``."""

from generator.draft.clashes import find_address, find_organizations, find_spellings, find_strangers, find_title
from generator.draft.family import FamilyWords, SeriesDraft, SeriesWords, arrange, draft_family
from generator.draft.form import MAX_BYTES as MAX_FORM_BYTES
from generator.draft.form import Form, read_form
from generator.draft.known import Known, recall
from generator.draft.license import LicenseWords, draft_license
from generator.draft.license import fill as fill_license
from generator.draft.publisher import PublisherWords, draft_publisher, find_publisher, recall_publisher
from generator.draft.variant import Addition, add, name_place, propose_place

__all__ = [
    "MAX_FORM_BYTES",
    "Addition",
    "FamilyWords",
    "Form",
    "Known",
    "LicenseWords",
    "PublisherWords",
    "SeriesDraft",
    "SeriesWords",
    "add",
    "arrange",
    "draft_family",
    "draft_license",
    "draft_publisher",
    "fill_license",
    "find_address",
    "find_organizations",
    "find_publisher",
    "find_spellings",
    "find_strangers",
    "find_title",
    "name_place",
    "propose_place",
    "read_form",
    "recall",
    "recall_publisher",
]
