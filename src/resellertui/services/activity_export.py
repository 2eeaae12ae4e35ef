"""The activity as a file: a table for a spreadsheet, or a document that says what a partner did for a client."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePath

from resellertui.domain.activity import group_label
from resellertui.domain.activity_details import Detail
from resellertui.domain.csv_text import csv_text
from resellertui.domain.errors import Refused, Usage
from resellertui.domain.sheet import Column, Party, Sheet, Table
from resellertui.domain.wording import _, ngettext
from resellertui.formats import day, moment
from resellertui.services.activity import choice_of
from resellertui.services.activity_rows import rows_of
from resellertui.services.activity_views import ActivityQuery, ActivityRow
from resellertui.services.actor import Actor
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.store.queries import activity as queries
from resellertui.store.queries import organisations as organisation_queries
from resellertui.store.queries.activity import Choice

BATCH = 500
MOST = {"csv": 100_000, "pdf": 5_000}
"""How many acts a file holds: a spreadsheet opens no more at ease, and nobody reads a longer document."""

COLUMNS = (
    *("id", "at", "who", "who_id", "organisation", "organisation_id", "for_organisation", "for_organisation_id"),
    *("action", "words", "subject", "details"),
)


class ActivityFormat(StrEnum):
    """How the activity is written."""

    CSV = "csv"
    PDF = "pdf"

    @classmethod
    def of(cls, name: str) -> ActivityFormat:
        """Return the format that a file's name asks for.

        Raises:
            Usage: it asks for neither.
        """
        try:
            return cls(PurePath(name).suffix.lower().removeprefix("."))
        except ValueError as error:
            raise Usage(
                _("“{file}” does not say how to write the activity.").format(file=name),
                hint=_("End its name in .csv or .pdf."),
            ) from error


class ExportedActivity(View):
    """The activity that was taken out."""

    title: str
    entries: int
    content: bytes


class ActivityExports:
    """The activity as files. Whoever may read it may take it out, and that is recorded."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def export(self, actor: Actor, query: ActivityQuery, kind: ActivityFormat) -> ExportedActivity:
        """Return all acts that match as a file: newest first in a table, oldest first in a document.

        Raises:
            Forbidden: neither a legal representative nor an administrator of the organisation.
            NotFound: inside a client's organisation, or something that is named is none of the actor's business.
            Refused: there are more than a file of this kind holds.
        """
        with self._office.writing(actor) as unit:
            choice = choice_of(unit, query)
            rows = list(_rows(unit, choice, MOST[kind.value]))
            asked = query.model_dump(mode="json", exclude_defaults=True)
            facts: dict[str, object] = {"format": kind.value, "entries": len(rows)}
            facts |= {key: asked[key] for key in ("client", "partner", "since", "until") if key in asked}
            unit.record("activity.exported", "export", None, facts)
            sheet = _sheet(unit, query, choice, rows[::-1])
        if kind is ActivityFormat.CSV:
            content = csv_text(COLUMNS, (_cells(one) for one in rows)).encode("utf-8", "backslashreplace")
        else:
            from resellertui.adapters.pdf import draw_pdf  # late: its library costs what no other use case needs

            content = draw_pdf(sheet)
        return ExportedActivity(title=sheet.title, entries=len(rows), content=content)


def _rows(unit: Unit, choice: Choice, most: int) -> Iterator[ActivityRow]:
    marks = queries.path(choice).read(unit.session, None, 0, most + 1)
    if len(marks) > most:
        raise Refused(
            ngettext(
                "There is more than {count} act.",
                "There are more than {count} acts, the most that such a file holds.",
                most,
            ).format(count=most),
            _("Nothing was written."),
            _("Name a shorter time, with its first and last day."),
        )
    ids = [number for (number,) in marks]
    for start in range(0, len(ids), BATCH):
        yield from rows_of(unit, choice.org_id, ids[start : start + BATCH])


def _cells(row: ActivityRow) -> dict[str, object]:
    said = "; ".join(_said(row))
    return {**row.model_dump(mode="json"), "details": said}


def _said(row: ActivityRow) -> list[str]:
    if row.erased:
        return [_("What it said was erased with a person.")]
    return [Detail(one.label, one.after, one.before).words for one in row.details]


def _sheet(unit: Unit, query: ActivityQuery, choice: Choice, rows: list[ActivityRow]) -> Sheet:
    """Return the document: who did what for whom, and when."""
    partner, client = _sides(unit, query, choice)
    if partner and client:
        title = _("What {partner} did for {client}").format(partner=partner, client=client)
        parties: tuple[Party, ...] = (Party(_("Partner"), partner, ()), Party(_("Client"), client, ()))
    else:
        whose = partner or client or _("this installation")
        title = _("Activity of {organisation}").format(organisation=whose)
        parties = (Party(_("Organisation"), whose, ()),)
    facts = [
        (_("From"), day(query.since) if query.since else _("the beginning")),
        (_("To"), day(query.until or unit.today)),
        (_("Acts"), str(len(rows))),
    ]
    if query.group is not None:
        facts.append((_("Only"), group_label(query.group)))
    if query.text:
        facts.append((_("Search"), query.text))
    table = Table(
        (Column(_("When")), Column(_("Who")), Column(_("What"))),
        tuple((moment(one.at), _who(one), _what(one)) for one in rows),
    )
    return Sheet(
        title=title,
        day=unit.today,
        parties=parties,
        facts=tuple(facts),
        blocks=(table,) if rows else (_("Nothing was done in this time."),),
    )


def _sides(unit: Unit, query: ActivityQuery, choice: Choice) -> tuple[str, str]:
    """Return the partner's and the client's names, as far as the query names them; the reader is the other one."""
    wanted = [one for one in (choice.by_org_id, choice.for_org_id, choice.org_id) if one is not None]
    names = organisation_queries.names(unit.session, wanted)
    own = names.get(choice.org_id or 0, "")
    partner = names.get(choice.by_org_id or 0, "")
    client = names.get(choice.for_org_id or 0, "") or (query.client if choice.partnership_id is not None else "")
    if partner and not client and choice.by_org_id != choice.org_id:
        return partner, own
    if client and not partner and choice.for_org_id != choice.org_id:
        return own, client
    return (partner, client) if partner or client else (own, "")


def _who(row: ActivityRow) -> str:
    return "\n".join(part for part in (row.who, row.organisation) if part) or _("by date")


def _what(row: ActivityRow) -> str:
    about = [row.subject] if row.subject else []
    return "\n".join([row.words, *about, *_said(row)])
