"""One's own notices: what was written to a person, read in the console, and what of it comes by mail as well.

What is listed is decided in `domain/notices`: everything but what carries a token. A notice for the people of an
organisation is listed as long as one belongs to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from resellertui.domain.access import Action
from resellertui.domain.errors import Refused, Usage
from resellertui.domain.identifiers import Kind, parse_id, show_id
from resellertui.domain.notices import CHOICES, About, Category, category_label, kept_by_mail, notice_kind
from resellertui.domain.wording import _
from resellertui.services.actor import Actor
from resellertui.services.inputs import Input, Sought
from resellertui.services.profile import own_person
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import View
from resellertui.store.models import OutboxMail
from resellertui.store.queries import notices as queries
from resellertui.store.queries import organisations as organisation_queries

MOST_SAID = 99
"""How many unread notices are counted; of more, nobody needs the number at a glance."""
COUNTED = 10_000
"""How far the first page counts; more are counted behind it."""
LISTED = 50


class NoticeQuery(Input):
    """Which of one's notices."""

    unread: bool = False
    text: Sought = ""
    """What subject or text holds."""


class NoticeView(View):
    """A notice as its reader sees it."""

    id: str
    kind: str
    category: Category
    label: str
    """What kinds of this name tell."""
    organisation: str
    """For which of the reader's organisations it is; empty where that does not matter."""
    organisation_id: str
    subject: str
    at: datetime
    read_at: datetime | None
    about: About | None
    about_id: str
    """The public id of what it is about; empty where nothing opens."""
    body: str | None = None
    """Only when one notice is shown."""


class NoticePage(View):
    """A part of the notices, newest first, without their bodies."""

    total: int
    offset: int
    rows: tuple[NoticeView, ...]
    exact: bool
    """False where the total is only a lower bound."""


class NoticeChoiceView(View):
    """How a category of notices comes."""

    category: Category
    label: str
    by_mail: bool
    always: tuple[str, ...]
    """What of it comes by mail whatever is chosen."""


CREDIT_NOTE = "reinvoice.credited"
"""The kind of notice that is about a partner's credit note, which has ids of its own."""
_IDS = {
    About.PARTNERSHIP: Kind.PARTNERSHIP,
    About.DOCUMENT: Kind.INVOICE,
    About.PRODUCT: Kind.PRODUCT,
    About.CASE: Kind.CASE,
    About.TEAM: Kind.TEAM,
    About.ORGANISATION: Kind.ORGANISATION,
    About.APPLICATION: Kind.APPLICATION,
    About.PROGRAMME: Kind.ORGANISATION,
    About.REINVOICE: Kind.REINVOICE,
    About.QUOTE: Kind.QUOTE,
    About.BREACH: Kind.OUTSIDE_PRODUCT,
}


class Notices:
    """What a person does with its own notices; `Action.OWN_SESSION`, and nobody else's."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def unread(self, actor: Actor) -> int:
        """Return how many notices are unread, up to one more than is said. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            return queries.count(unit.session, queries.Wanted(own_person(unit).id, is_unread=True), MOST_SAID + 1)

    def list(
        self, actor: Actor, query: NoticeQuery | None = None, *, before: str = "", limit: int = LISTED
    ) -> tuple[NoticeView, ...]:
        """Return the newest notices, of those before one, newest first. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
            NotFound: `before` is no id of a notice.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            number = _number(before) if before else None
            rows = queries.newest(unit.session, _wanted(unit, query), before=number, limit=limit)
            return _views(unit, rows)

    def page(self, actor: Actor, query: NoticeQuery, offset: int = 0, limit: int = LISTED) -> NoticePage:
        """Return a part of the notices, newest first. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            wanted = _wanted(unit, query)
            total = queries.count(unit.session, wanted, COUNTED)
            rows = _views(unit, queries.page(unit.session, wanted, offset, limit))
            return NoticePage(total=max(total, offset + len(rows)), offset=offset, rows=rows, exact=total < COUNTED)

    def count(self, actor: Actor, query: NoticeQuery, is_wanted: Callable[[], bool] = lambda: True) -> int:
        """Return how many notices there are, as long as that `is_wanted`. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            return queries.count(unit.session, _wanted(unit, query)) if is_wanted() else 0

    def position(self, actor: Actor, query: NoticeQuery, reference: str) -> int | None:
        """Return the place of a notice in the list, or None where it is not in it. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            number = parse_id(Kind.MAIL, reference)
            return None if number is None else queries.place(unit.session, _wanted(unit, query), number)

    def show(self, actor: Actor, reference: str) -> NoticeView:
        """Return one notice with its text. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
            NotFound: the actor has no such notice.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            row = _the_notice(unit, reference)
            return _views(unit, [row])[0].model_copy(update={"body": row.body})

    def read(self, actor: Actor, references: Sequence[str], *, unread: bool = False) -> int:
        """Mark notices as read, or as unread; return how many were not so before. What one reads is not audited.

        Raises:
            Forbidden: nobody is signed in.
            NotFound: the actor has not all of these notices.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            ids = {_the_notice(unit, one).id for one in references}
            return queries.mark_read(unit.session, _wanted(unit, None), None if unread else unit.now, ids)

    def read_all(self, actor: Actor) -> int:
        """Mark every notice as read; return how many were not.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            return queries.mark_read(unit.session, _wanted(unit, None), unit.now)

    def choices(self, actor: Actor) -> tuple[NoticeChoiceView, ...]:
        """Return how each category of notices comes. Changes nothing.

        Raises:
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            return _choices(unit)

    def choose(self, actor: Actor, category: str, *, by_mail: bool) -> tuple[NoticeChoiceView, ...]:
        """Have a category of notices by mail as well, or in the console only.

        Raises:
            Forbidden: nobody is signed in.
            Usage: there is no such category.
            Refused: all of it always comes by mail.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.OWN_SESSION)
            chosen = _category(category)
            if chosen not in CHOICES:
                raise Refused(
                    _("Notices about {category} always come by mail.").format(category=category_label(chosen)),
                    _("Nothing was changed."),
                )
            user = own_person(unit)
            before = queries.choices(unit.session, user.id).get(chosen.value, True)
            if before != by_mail:
                queries.choose(unit.session, user.id, chosen.value, by_mail=by_mail)
                unit.record(
                    "profile.notices_chosen",
                    "user",
                    user.id,
                    {"category": chosen.value, "before": before, "after": by_mail},
                )
                unit.session.flush()  # the answer reads it back
            return _choices(unit)


def _category(text: str) -> Category:
    try:
        return Category(text)
    except ValueError:
        raise Usage(
            _("There is no category “{name}”.").format(name=text),
            hint=_("There are {names}.").format(names=", ".join(CHOICES)),
        ) from None


def _choices(unit: Unit) -> tuple[NoticeChoiceView, ...]:
    chosen = queries.choices(unit.session, own_person(unit).id)
    return tuple(
        NoticeChoiceView(
            category=one,
            label=category_label(one),
            by_mail=chosen.get(one.value, True),
            always=tuple(known.words() for known in kept_by_mail(one)),
        )
        for one in CHOICES
    )


def _wanted(unit: Unit, query: NoticeQuery | None) -> queries.Wanted:
    asked = query or NoticeQuery()
    return queries.Wanted(own_person(unit).id, is_unread=asked.unread, text=asked.text)


def _number(reference: str) -> int:
    number = parse_id(Kind.MAIL, reference)
    if number is None:
        raise not_found(reference)
    return number


def _the_notice(unit: Unit, reference: str) -> OutboxMail:
    row = queries.notice(unit.session, own_person(unit).id, _number(reference))
    if row is None:
        raise not_found(reference)
    return row


def _views(unit: Unit, rows: Sequence[OutboxMail]) -> tuple[NoticeView, ...]:
    names = organisation_queries.names(unit.session, {one.org_id for one in rows if one.org_id is not None})
    return tuple(_view(one, names.get(one.org_id or 0, "")) for one in rows)


def _view(row: OutboxMail, organisation: str) -> NoticeView:
    known = notice_kind(row.kind)
    about, about_id = _about(row)
    return NoticeView(
        id=show_id(Kind.MAIL, row.id),
        kind=row.kind,
        category=known.category,
        label=known.words(),
        organisation=organisation,
        organisation_id="" if row.org_id is None else show_id(Kind.ORGANISATION, row.org_id),
        subject=row.subject,
        at=row.created_at,
        read_at=row.read_at,
        about=about,
        about_id=about_id,
    )


def _about(row: OutboxMail) -> tuple[About | None, str]:
    """Return what a notice is about; one written before that was noted is about its partnership, if it has one."""
    word, number = row.about, row.about_id
    if not word and row.partnership_id is not None:
        word, number = About.PARTNERSHIP.value, row.partnership_id
    if word not in set(About) or number is None:
        return None, ""
    about = About(word)
    kind = Kind.REINVOICE_CREDIT if row.kind == CREDIT_NOTE else _IDS.get(about)
    return about, str(number) if kind is None else show_id(kind, number)
