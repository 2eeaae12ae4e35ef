"""The programme terms: every version that was published, what a new one would change, and publishing it."""

from __future__ import annotations

from datetime import date, datetime

from resellertui.domain.access import Action
from resellertui.domain.errors import Conflict, NotFound, Refused
from resellertui.domain.programme import Terms, load_terms
from resellertui.domain.programme.differences import differences, term_values
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.published import read_published
from resellertui.services.terms_effects import NO_EFFECTS, Effects, effects_of
from resellertui.services.unit import Office, Unit
from resellertui.services.views import View
from resellertui.store.models import TermsVersion
from resellertui.store.queries import terms as queries


class TermsVersionView(View):
    """A published version."""

    version: str
    effective: date
    published_at: datetime
    published_by: str
    in_force: bool
    """Whether it is the one that prices today."""


class TermValueView(View):
    """One value, with its mark: published, sample or decided; empty where there is none."""

    path: str
    value: str
    mark: str


class TermsView(View):
    """One version with its values, and the list of all."""

    terms: TermsVersionView
    values: tuple[TermValueView, ...]
    text: str
    """The file as it was published."""
    versions: tuple[TermsVersionView, ...]


class TermChange(View):
    """A value that differs; None where a side does not have it."""

    path: str
    before: str | None
    after: str | None


class TermsChanges(View):
    """What a file would change, and for whom."""

    version: str
    effective: date
    holds_from: date
    """From when it prices: an effective date in the past means today."""
    instead_of: str
    """The version that holds on that day without it."""
    changes: tuple[TermChange, ...]
    effects: Effects


class TermsPublished(TermsChanges):
    """What a publication changed."""

    published: bool
    """False where this very text was published before: then nothing was done."""


class PublishedTerms:
    """Reading the terms, and publishing new ones."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor, day: date | None = None, version: str = "") -> TermsView:
        """Return the version of a name, or the one effective on a date, by default today. Changes nothing.

        Raises:
            NotFound: no version has this name.
            Forbidden: nobody is signed in.
        """
        with self._office.reading(actor) as unit:
            unit.allow(Action.TERMS_VIEW)
            row = _named(unit, version) if version else _effective(unit, day or unit.today)
            views = _versions(unit)
            return TermsView(
                terms=views[row.id],
                values=tuple(
                    TermValueView(path=one.path, value=one.value, mark=one.mark)
                    for one in term_values(row.text)
                    if one.path.rpartition(".")[2] != "mark"
                ),
                text=row.text,
                versions=tuple(views.values()),
            )

    def diff(self, actor: Actor, text: str) -> TermsChanges:
        """Return what a file would change. Changes nothing; for whom it changes what, only staff are told.

        Raises:
            Invalid: the file breaks a rule; every problem is listed.
            Forbidden: nobody is signed in.
            Refused: told to staff: it lacks a kind of which there are products.
        """
        terms = load_terms(text)
        with self._office.reading(actor) as unit:
            unit.allow(Action.TERMS_VIEW)
            tell_effects = bool(unit.may(Action.TERMS_PUBLISH))
            if tell_effects:
                _check_held_kinds(unit, terms)
            return _compared(unit, terms, text, with_effects=tell_effects)

    def publish(self, actor: Actor, text: str, *, instead_of: str = "") -> TermsPublished:
        """Publish a version; what was published before is kept. Only the provider's staff.

        Publishing the very same text again changes nothing.

        Args:
            actor: one of the provider's staff.
            text: the whole file.
            instead_of: the version that its effects were looked at against; empty for any.

        Raises:
            Invalid: the file breaks a rule; every problem is listed.
            Forbidden: not the provider's staff.
            Conflict: another text bears this version's name, or another version was published meanwhile.
            Refused: it would never hold, or lacks a kind of which there are products.
        """
        terms = load_terms(text)
        changes, is_published = self._look_at(actor, terms, text)
        if is_published:
            return _publication(changes, published=False)
        with self._office.writing(actor) as unit:
            unit.allow(Action.TERMS_PUBLISH)
            if _check_new(unit, terms, text):
                return _publication(changes, published=False)
            before = read_published(_effective(unit, changes.holds_from).text).version
            if before != changes.instead_of or instead_of not in {"", before}:
                raise Conflict(
                    _("Version {version} was published meanwhile.").format(version=before),
                    _("Nothing was changed."),
                    _("Look at what yours changes in that one."),
                )
            _add(unit, terms, text, changes)
            return _publication(changes, published=True)

    def _look_at(self, actor: Actor, terms: Terms, text: str) -> tuple[TermsChanges, bool]:
        """Return what a file would change, and whether it is published already; others may write meanwhile."""
        with self._office.reading(actor) as unit:
            unit.allow(Action.TERMS_PUBLISH)
            is_published = _check_new(unit, terms, text)
            return _compared(unit, terms, text, with_effects=not is_published), is_published


def _add(unit: Unit, terms: Terms, text: str, changes: TermsChanges) -> None:
    row = TermsVersion(
        effective_from=terms.effective,
        published_at=unit.now,
        published_by_id=unit.actor.user_id,
        text=text,
    )
    unit.session.add(row)
    unit.session.flush()  # the audit entry names it
    unit.record(
        "terms.published",
        "terms",
        row.id,
        {
            "version": terms.version,
            "effective": terms.effective.isoformat(),
            "instead_of": changes.instead_of,
            "changes": [one.model_dump() for one in changes.changes],
        },
    )


def _effective(unit: Unit, day: date) -> TermsVersion:
    row = queries.effective_on(unit.session, day)
    if row is None:
        raise NotFound(_("There are no programme terms in this database."))
    return row


def _named(unit: Unit, version: str) -> TermsVersion:
    rows = [row for row, _by in queries.versions(unit.session) if read_published(row.text).version == version]
    if not rows:
        raise NotFound(
            _("There is no version “{version}” of the programme terms.").format(version=version),
            hint=_("`resellertui terms show` lists them."),
        )
    return rows[-1]


def _versions(unit: Unit) -> dict[int, TermsVersionView]:
    in_force = _effective(unit, unit.today).id
    return {
        row.id: TermsVersionView(
            version=read_published(row.text).version,
            effective=row.effective_from,
            published_at=row.published_at,
            published_by=by,
            in_force=row.id == in_force,
        )
        for row, by in queries.versions(unit.session)
    }


def _compared(unit: Unit, terms: Terms, text: str, *, with_effects: bool) -> TermsChanges:
    holds_from = max(terms.effective, unit.today)
    row = _effective(unit, holds_from)
    before = read_published(row.text)
    return TermsChanges(
        version=terms.version,
        effective=terms.effective,
        holds_from=holds_from,
        instead_of=before.version,
        changes=tuple(
            TermChange(path=one.path, before=one.before, after=one.after) for one in differences(row.text, text)
        ),
        effects=effects_of(unit, before, terms) if with_effects else NO_EFFECTS,
    )


def _publication(changes: TermsChanges, *, published: bool) -> TermsPublished:
    facts = {name: getattr(changes, name) for name in TermsChanges.model_fields}
    return TermsPublished(published=published, **facts)


def _check_new(unit: Unit, terms: Terms, text: str) -> bool:
    """Return whether this very text is published already; go on only if it is or may be.

    Raises:
        Conflict: another text bears its name.
        Refused: it would never hold, or lacks a kind of which there are products.
    """
    if _is_published(unit, terms, text):
        return True
    _check_holds(unit, terms)
    _check_held_kinds(unit, terms)
    return False


def _is_published(unit: Unit, terms: Terms, text: str) -> bool:
    """Return whether this very text is published.

    Raises:
        Conflict: another text is, under the same name.
    """
    for row, _by in queries.versions(unit.session):
        if row.text == text:
            return True
        if read_published(row.text).version == terms.version:
            raise Conflict(
                _("There is a version {version} already, published with other values.").format(version=terms.version),
                _("Nothing was changed: documents name the version that priced them."),
                _("Give the file another version."),
            )
    return False


def _check_holds(unit: Unit, terms: Terms) -> None:
    row = _effective(unit, max(terms.effective, unit.today))
    if row.effective_from > terms.effective and row.effective_from <= unit.today:
        raise Refused(
            _("These terms would never hold: version {version} is effective from {day}, which is later.").format(
                version=read_published(row.text).version, day=row.effective_from.isoformat()
            ),
            _("Nothing was changed."),
            _("Give the file an effective date from then on."),
        )


def _check_held_kinds(unit: Unit, terms: Terms) -> None:
    known = {kind.sku for kind in terms.kinds}
    missing = {sku: count for sku, count in queries.held_kinds(unit.session).items() if sku not in known}
    if missing:
        raise Refused(
            ngettext(
                "A product kind that is held is missing from these terms: {kinds}.",
                "Product kinds that are held are missing from these terms: {kinds}.",
                len(missing),
            ).format(kinds=_listed(missing)),
            _("Nothing was changed: what is held must have a price to renew at."),
            _("Keep them in the file."),
        )


def _listed(missing: dict[str, int]) -> str:
    return ", ".join(f"{sku} ({count})" for sku, count in missing.items())
