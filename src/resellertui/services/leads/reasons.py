"""Reasons, as people type them."""

from __future__ import annotations

from resellertui.domain.errors import Invalid
from resellertui.domain.wording import _
from resellertui.services.inputs import Input, Lines


class Reason(Input):
    """Why something is done."""

    reason: Lines = ""


def reason_of(text: str, *, is_needed: bool = True) -> str:
    """Return a reason as it is stored.

    Raises:
        Invalid: it is needed and missing, or holds what can't be shown.
    """
    given: Reason = Reason.of(reason=text.replace("\r\n", "\n"))
    if is_needed and not any(ch.isprintable() and not ch.isspace() for ch in given.reason):
        raise Invalid({"reason": _("Say why.")})
    return given.reason
