"""How amounts are explained: in parts, sentence by sentence, with whether they come out the same again."""

from __future__ import annotations

from resellertui.domain.wording import _
from resellertui.services.views import View


class ExplanationPart(View):
    """One part of an explanation: a heading and its sentences."""

    title: str
    sentences: tuple[str, ...]


class Explanation(View):
    """Where the amounts of a record come from, and whether they come out the same when they are computed again."""

    id: str
    title: str
    agrees: bool
    """Whether recomputing gave what is stored."""
    parts: tuple[ExplanationPart, ...]


def again_words(*, same: bool) -> str:
    """Say whether computing again gave what is stored."""
    if same:
        return _("Computed again, this gives what is stored.")
    return _("Computed again, this does NOT give what is stored.")
