"""What is asked, and answered, where an organisation or a person leaves."""

from __future__ import annotations

from datetime import datetime

from resellertui.domain.deleting import Obstacle
from resellertui.services.inputs import FilledLine, Input, Lines
from resellertui.services.views import View


class ObstacleView(View):
    """Something that stands in the way of deleting an organisation."""

    kind: Obstacle
    text: str
    """What there is, in a sentence."""
    section: str
    """The console's section where it is put right; empty for what can't be."""
    key: str
    """The keys that lead there."""
    hint: str
    """What to do there."""


class DeletionView(View):
    """An organisation and everything that stands in the way of deleting it; nothing where it can be."""

    organisation_id: str
    organisation: str
    obstacles: tuple[ObstacleView, ...]
    effects: tuple[str, ...]
    """What deleting it does, a sentence each."""
    deleted_at: datetime | None = None


class ErasureInput(Input):
    """Whom to erase on request."""

    person: FilledLine
    """By id or address."""
    reason: Lines = ""


class ErasureView(View):
    """What was erased."""

    id: str
    erased_at: datetime
    entries: int
    """Of the audit, whose values are gone."""
    mails: int
