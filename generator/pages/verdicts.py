"""The words of verdicts and of openness, marked for translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.pages.labels import N_

if TYPE_CHECKING:
    from generator.derive.conflicts import ConflictKind
    from generator.derive.openness import Label
    from generator.derive.rights import Answer, Question, Reason

QUESTIONS: dict[Question, str] = {
    "commercial_use": N_("May I sell with it?"),
    "modify": N_("May I change it?"),
    "redistribute": N_("May I pass it on?"),
    "train_on_outputs": N_("May I train other models on its outputs?"),
    "no_cap": N_("Is it free of caps?"),
    "in_eu": N_("May I use it in the EU?"),
    "ungated": N_("Can I have it without asking?"),
}

ANSWERS: dict[Answer, str] = {
    "yes": N_("Yes"),
    "conditional": N_("Yes, if"),
    "no": N_("No"),
    "unknown": N_("Not known"),
}

REASONS: dict[Reason, str] = {
    "permitted": N_("The license permits it."),
    "condition": "%(detail)s",
    "forbidden": N_("The license forbids it."),
    "silent": N_("The license text does not say."),
    "unread": N_("Nobody has read the license text yet."),
    "undeclared": N_("No source names a license."),
    "unrecorded": N_("It declares a license that is not in the catalogue."),
    "uncapped": N_("The text sets no cap on users or revenue."),
    "user-cap": N_("you stay below %(detail)s users a month"),
    "revenue-cap": N_("your revenue stays below %(detail)s US dollars a year"),
    "both-caps": N_("you stay below %(detail)s users a month, and your revenue below %(further)s US dollars a year"),
    "excluded": N_("The license gives no rights in: %(detail)s."),
    "not-excluded": N_("The license excludes no country of the EU."),
    "kind-not-excluded": N_(
        "The license excludes no country of the EU for models of text alone. For others it gives no rights in: "
        "%(detail)s."
    ),
    "others-excluded": N_("The license excludes no country of the EU. It gives no rights in: %(detail)s."),
    "hub-blocks": N_("The publisher blocks downloads from the EU on the Hub."),
    "gone": N_("It is gone from the Hub."),
    "open": N_("The download is open."),
    "gated": N_("you ask on the Hub first"),
    "gating-unknown": N_("No source says."),
}

CONFLICTS: dict[ConflictKind, str] = {
    "base": N_("Its base model %(repo)s is under a stricter license (%(license)s). Both may bind you."),
    "origin": N_("It goes back to %(repo)s, which is under a stricter license (%(license)s). Both may bind you."),
    "unfollowed": N_("It names more base models than are looked at here, from %(repo)s on: others may bind you too."),
    "build": N_("The build %(repo)s declares another license: %(license)s."),
    "source": N_("%(source)s states another license: %(license)s."),
    "changed": N_("Until %(day)s it was under another license: %(license)s."),
}

OPENNESS: dict[Label, str] = {
    "open-source-open-data": N_("Open source AI with open data"),
    "open-source": N_("Open source AI"),
    "open-weights": N_("Open weights AI"),
    "weights-available": N_("Weights available AI"),
    "unknown": N_("Not enough known"),
}

OPENNESS_MEANS: dict[Label, str] = {
    "open-source-open-data": N_("Weights under an open license, and sources name where training code and data are."),
    "open-source": N_("Weights under an open license, and a source names where the training code is."),
    "open-weights": N_("Weights under an open license. No source names training code."),
    "weights-available": N_("Weights to download under a license with conditions or limits."),
    "unknown": N_("Its license, or the text of it, is not known."),
}
