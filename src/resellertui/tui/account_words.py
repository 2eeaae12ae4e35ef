"""A client account in words: its facts, and its fields as a form shows them."""

from __future__ import annotations

from collections.abc import Sequence

from resellertui.domain.client_account import FIELDS, AccountState, label_of, shown
from resellertui.domain.numbers import show_register_number, show_vat_number
from resellertui.domain.organisation_kind import OrganisationKind
from resellertui.domain.vat_prompt import should_ask_for_vat
from resellertui.domain.wording import _
from resellertui.services.views import AccountView, RemindersView
from resellertui.tui.facts import POINT


def account_facts(view: AccountView) -> list[tuple[str, str]]:
    """Return everything about the account, and at its end who may change it where the reader may not."""
    org, values = view.organisation, view.values
    facts = [(_("Id"), org.id)]
    facts += [(label_of(name), shown(name, values[name], values["country"])) for name in FIELDS]
    fixed = _("{currency}, fixed") if view.currency_locked else "{currency}"
    facts.append((label_of("currency"), fixed.format(currency=org.currency)))
    facts.append((_("Checked"), " ".join(view.checked)))
    facts.append((_("Programme"), _("partner") if org.is_partner else _("not a partner")))
    if view.currency_locked:
        facts += [
            ("", _("Why the currency stays")),
            (
                POINT,
                _(
                    "Documents, the prepaid account and cashback are counted in {currency}, and amounts are never "
                    "converted: the address can only move to a country with the same currency."
                ).format(currency=org.currency),
            ),
            (POINT, _("For another currency, make another organisation, with its address in a country that has it.")),
        ]
    asking = should_ask_for_vat(OrganisationKind(values["kind"]), values["country"], values["vat_number"])
    if asking or not values["vat_number"]:
        facts += [("", label_of("vat_number")), (POINT, asking.why)]
    if not view.may_edit:
        facts += [("", _("Who changes it")), (POINT, view.why_not)]
    return facts


def reminder_facts(views: Sequence[RemindersView]) -> list[tuple[str, str]]:
    """Return who is reminded of what is to pay and to renew, and who has switched that off."""
    if not views:
        return []
    lines = [
        (_("{name}: on") if one.on else _("{name}: off, as chosen")).format(name=f"{one.name} <{one.email}>")
        for one in views
    ]
    return [("", _("Reminders of what is to pay and to renew")), *((POINT, one) for one in lines)]


def state_of(view: AccountView) -> AccountState:
    """Return what the rules of the form look at."""
    org = view.organisation
    return AccountState(view.values, org.currency, is_locked=view.currency_locked, is_partner=org.is_partner)


def typed_form(field: str, stored: str, country: str) -> str:
    """Return a stored value as its field shows it: numbers as their country writes them."""
    if field == "vat_number":
        return show_vat_number(stored)
    return show_register_number(stored, country) if field == "register_number" else stored
