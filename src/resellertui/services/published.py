"""The one place that gives services the programme terms of a date: as published in the database, read once a text."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from resellertui.domain.errors import DatabaseTrouble, Invalid
from resellertui.domain.programme import Terms
from resellertui.domain.wording import _
from resellertui.services.terms_text import read_terms
from resellertui.store.queries import terms as queries


def terms_on(session: Session, day: date) -> Terms:
    """Return the published terms that are effective on a date; before the first version, that one.

    Raises:
        DatabaseTrouble: there are none, or the database holds a text that these terms can't be read from.
    """
    row = queries.effective_on(session, day)
    if row is None:
        raise DatabaseTrouble(
            _("There are no programme terms in this database."), hint=_("`resellertui check` says what is damaged.")
        )
    return read_published(row.text)


def read_published(text: str) -> Terms:
    """Return the terms of a published text, which was checked when it was published.

    Raises:
        DatabaseTrouble: it can't be read any more.
    """
    try:
        return read_terms(text)
    except Invalid as refusal:
        raise DatabaseTrouble(
            _("The programme terms in this database can't be read."), f"{refusal.title} {refusal.detail}"
        ) from refusal
