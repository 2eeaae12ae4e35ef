"""The client account: what one's own organisation tells about itself, read whole and changed with everybody told."""

from __future__ import annotations

from collections.abc import Mapping

from resellertui import formats
from resellertui.domain.access import Action, Relation, Stance
from resellertui.domain.client_account import (
    FIELDS,
    AccountConflict,
    AccountState,
    choices_between,
    currency_after,
    label_of,
    normalise_account,
    shown,
)
from resellertui.domain.money import Currency, Money
from resellertui.domain.notices import About
from resellertui.domain.organisation import email_key_of
from resellertui.domain.text import fold
from resellertui.domain.wording import _, ngettext
from resellertui.services.actor import Actor
from resellertui.services.billing.redrawing import Redrawn, redraw_after, tax_facts
from resellertui.services.inputs import AccountEdit
from resellertui.services.organisations import organisation_view
from resellertui.services.outbox import queue
from resellertui.services.programme import refresh_listing
from resellertui.services.reach import entered_client
from resellertui.services.registry.standing import queue_questions, standings, why_not_asked
from resellertui.services.unit import Office, Unit, not_found
from resellertui.services.views import AccountOutcome, AccountView, FieldChangeView, RedrawnView
from resellertui.store.models import Organisation
from resellertui.store.queries import organisations as queries
from resellertui.store.queries import people as people_queries

OWN = Stance(relation=Relation.OWN)
LATER_ONLY = frozenset({"kind", "name", "country", "vat_number", "street", "postal_code", "city"})
"""What documents say of whom they are issued to."""
MOST_TOLD = 20
"""How many of the pro formas that were made again a mail lists; it counts the others."""


class ClientAccount:
    """What the people of an organisation see and change of what it tells about itself."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def show(self, actor: Actor) -> AccountView:
        """Return the account of the actor's organisation, or of the client inside which it acts. Changes nothing.

        Raises:
            NotFound: the client is not, or no longer, open to the actor.
            Forbidden: the partnership is paused, or the client not granted.
        """
        with self._office.reading(actor) as unit:
            stance = _stance(unit)
            if actor.for_client_id is None:
                unit.allow(Action.ORG_VIEW, stance)
            else:
                unit.allow(Action.CLIENT_VIEW, stance)
            org = _organisation(unit)
            decision = unit.may(Action.ORG_EDIT, stance)
            return AccountView(
                organisation=organisation_view(unit, org),
                values=values_of(org),
                may_edit=decision.allowed,
                why_not=decision.reason,
                currency_locked=queries.has_money(unit.session, org.id),
                checked=tuple(one.words for one in standings(unit, org)),
                why_not_asked=str(why_not_asked(unit, org) or ""),
            )

    def change(self, actor: Actor, edit: AccountEdit) -> AccountOutcome:
        """Change the account; its legal representatives get a summary by mail. What changes nothing writes nothing.

        Final documents keep the party that they were made for. What is still to pay is made again where its VAT is
        decided by something that has changed.

        Raises:
            Forbidden: not a legal representative or administrator of the organisation.
            Invalid: every field that can't be accepted, and the general terms where they are not ticked.
            AccountConflict: someone else changed fields meanwhile, each with its own value, theirs and the original.
        """
        with self._office.writing(actor) as unit:
            unit.allow(Action.ORG_EDIT, _stance(unit))
            org = _organisation(unit)
            before, given = values_of(org), edit.given()
            state = state_of(unit, org)
            wanted = normalise_account(before | given, state, terms_accepted=edit.accept_terms)
            if edit.version is not None and edit.version != org.version:
                mine = {name: wanted[name] for name in given}
                if choices := choices_between(edit.original, mine, before):
                    raise AccountConflict(choices, org.version, before)
            taxed = tax_facts(org)
            changes = _write(unit, org, wanted, state)
            redrawn: list[Redrawn] = []
            if changes:
                _record(unit, org, changes)
                redrawn = redraw_after(unit, org, taxed)
                _tell(unit, org, changes, before["country"], redrawn)
            return AccountOutcome(
                organisation=organisation_view(unit, org),
                changes=tuple(changes),
                redrawn=tuple(_redrawn_view(one) for one in redrawn),
            )


def redrawn_words(one: RedrawnView) -> str:
    """Return what became of a pro forma that was made again."""
    text = (
        _("{replaced} is now {made}: {after} {currency} instead of {before}, which what was paid already covers.")
        if one.state == "paid"
        else _("{replaced} is now {made}: {after} {currency} instead of {before}.")
    )
    after, before = formats.amount(one.after), formats.amount(one.before)
    return text.format(replaced=one.replaced, made=one.made, after=after, currency=one.currency, before=before)


def values_of(org: Organisation) -> dict[str, str]:
    """Return the fields of the form as they are stored."""
    return {name: str(getattr(org, name) or "") for name in FIELDS}


def state_of(unit: Unit, org: Organisation) -> AccountState:
    """Return what the rules of the form look at."""
    return AccountState(
        values_of(org),
        org.currency,
        is_locked=queries.has_money(unit.session, org.id),
        is_partner=queries.programme_member(unit.session, org.id) is not None,
    )


def _stance(unit: Unit) -> Stance:
    return OWN if unit.actor.for_client_id is None else entered_client(unit).client_stance()


def _organisation(unit: Unit) -> Organisation:
    org = queries.organisation(unit.session, unit.actor.for_client_id or unit.actor.org_id or 0)
    if org is None:
        raise not_found()
    return org


def _write(unit: Unit, org: Organisation, wanted: Mapping[str, str], state: AccountState) -> list[FieldChangeView]:
    """Write the fields, and what follows from them; return what is different now, the currency included."""
    changes = [
        FieldChangeView(field=name, before=state.values[name], after=wanted[name])
        for name in FIELDS
        if wanted[name] != state.values[name]
    ]
    if not changes:
        return []
    for one in changes:
        value = one.after if one.field not in {"vat_number", "register_number"} else one.after or None
        setattr(org, one.field, value)
    org.name_folded, org.email_key = fold(org.name), email_key_of(org.email)
    currency = currency_after(org.country, state)
    if currency != org.currency:
        changes.append(FieldChangeView(field="currency", before=org.currency, after=currency))
        org.currency = currency
    org.version += 1
    member = queries.programme_member(unit.session, org.id)
    if member is not None:
        refresh_listing(org, member)
    queue_questions(unit, org)
    unit.session.flush()  # the answer reads it back
    return changes


def _record(unit: Unit, org: Organisation, changes: list[FieldChangeView]) -> None:
    unit.record(
        "organisation.changed",
        "organisation",
        org.id,
        {
            "before": {one.field: one.before for one in changes},
            "after": {one.field: one.after for one in changes},
            "general_terms": "accepted",
        },
        for_org_id=org.id,
    )


def _redrawn_view(one: Redrawn) -> RedrawnView:
    replaced, made = one.ids
    currency = Currency(one.after.currency)
    return RedrawnView(
        replaced=replaced,
        made=made,
        currency=currency.value,
        before=str(Money(one.before.total, currency)),
        after=str(Money(one.after.total, currency)),
        state=one.after.state,
    )


def _in_words(field: str, stored: str, country: str) -> str:
    """Return a value as the mail's reader reads it."""
    if field == "country" and stored:
        return f"{formats.country(stored)} ({stored})"
    return shown(field, stored, country)


def _tell(
    unit: Unit, org: Organisation, changes: list[FieldChangeView], country_before: str, redrawn: list[Redrawn]
) -> None:
    person = people_queries.user_by_id(unit.session, unit.actor.user_id or 0)
    name = person.name if person is not None else ""

    def text() -> tuple[str, str]:
        lines = [
            "- "
            + _("{field}: {before} → {after}").format(
                field=label_of(one.field),
                before=_in_words(one.field, one.before, country_before),
                after=_in_words(one.field, one.after, org.country),
            )
            for one in changes
        ]
        parts = [
            _("{person} has changed the client account of {organisation}:").format(person=name, organisation=org.name),
            "\n".join(lines),
        ]
        if LATER_ONLY & {one.field for one in changes}:
            parts.append(_("Documents that exist already stay as they are; later ones say what is new."))
        if redrawn:
            parts.append(_("What is still to pay was made again, since its VAT follows from the account:"))
            parts.append("\n".join(f"- {redrawn_words(_redrawn_view(one))}" for one in redrawn[:MOST_TOLD]))
            more = len(redrawn) - MOST_TOLD
            if more > 0:
                parts.append(ngettext("… and {count} more.", "… and {count} more.", more).format(count=more))
        parts.append(_("If this was not meant, open resellertui and change it back: Client account."))
        return (
            _("The client account of {organisation} has changed").format(organisation=org.name),
            "\n\n".join(parts) + "\n",
        )

    people = people_queries.legal_representatives(unit.session, org.id)
    queue(unit, people, "organisation.changed", text, org_id=org.id, about=(About.ORGANISATION, org.id))
