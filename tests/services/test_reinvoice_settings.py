"""How a partner bills its clients: what holds until it is set, who sets it, and what can't be accepted."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import PASSWORD, TODAY, Builder, Org

from resellertui.domain.errors import Conflict, Forbidden, Invalid, NotFound
from resellertui.domain.partnership import Payment
from resellertui.domain.reinvoicing.settings import (
    DEFAULTS,
    Standing,
    is_qr_iban,
    normalise_client_settings,
    normalise_settings,
    show_iban,
)
from resellertui.domain.roles import Role
from resellertui.services.activity_views import ActivityQuery
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.reinvoicing.views import ReinvoiceClientEdit, ReinvoiceSettingsEdit

FREE = Standing(terms_hold_rate=False, has_issued=False)


def test_until_it_is_set_a_proposal_holds_and_says_so(services: Services, agency: Org) -> None:
    view = services.reinvoice_settings.show(agency.owner)

    assert view.values == DEFAULTS
    assert (view.confirmed, view.version, view.has_issued, view.may_change) == (False, 0, False, True)


def test_what_is_set_holds_and_is_told_without_its_values(services: Services, agency: Org) -> None:
    edit = ReinvoiceSettingsEdit.of(iban="ch44 3199 9123 0008 89012", reminder_days="5, 6,7", version=0)
    view = services.reinvoice_settings.change(agency.owner, edit)

    assert (view.values["iban"], view.iban, view.qr_iban) == (
        "CH4431999123000889012",
        "CH44 3199 9123 0008 8901 2",
        True,
    )
    assert (view.values["reminder_days"], view.confirmed, view.version) == ("5 6 7", True, 1)
    again = services.reinvoice_settings.change(agency.owner, ReinvoiceSettingsEdit.of(iban="CH4431999123000889012"))
    assert again.version == 1
    told = services.activity.page(agency.owner, ActivityQuery()).rows
    assert [one.words for one in told if one.action.startswith("reinvoice.")] == ["Set how clients are billed."]
    assert "CH44" not in str(told)
    with pytest.raises(Conflict):
        services.reinvoice_settings.change(agency.owner, ReinvoiceSettingsEdit.of(iban="", version=0))


def test_every_field_says_what_is_wrong_with_it(services: Services, agency: Org) -> None:
    edit = ReinvoiceSettingsEdit.of(
        vat_status="maybe",
        vat_percent="8.1",
        iban="CH93 0076 2011 6238 5295 8",
        account_holder="x" * 71,
        email="nobody",
        phone="12",
        payment_days="-1",
        invoice_prefix="a b",
        credit_prefix="",
        first_number="0",
        closing_line="a\x1b[31m",
        reminder_days="10 10 20",
        reminds_by_itself="perhaps",
    )
    with pytest.raises(Invalid) as refusal:
        services.reinvoice_settings.change(agency.owner, edit)

    assert {one.field for one in refusal.value.fields} == set(DEFAULTS) - {"credit_prefix"}
    with pytest.raises(Invalid, match="different beginnings"):
        services.reinvoice_settings.change(agency.owner, ReinvoiceSettingsEdit.of(credit_prefix=""))
    assert not services.reinvoice_settings.show(agency.owner).confirmed


def test_a_series_is_continued_only_before_its_first_invoice_and_a_rate_entered_only_where_none_is_known() -> None:
    issued = Standing(terms_hold_rate=True, has_issued=True, first_number="12")

    assert normalise_settings(DEFAULTS | {"first_number": "0012"}, issued)["first_number"] == "12"
    with pytest.raises(Invalid) as refusal:
        normalise_settings(DEFAULTS | {"first_number": "13", "vat_percent": "20"}, issued)
    assert [one.field for one in refusal.value.fields] == ["vat_percent", "first_number"]
    assert normalise_settings(DEFAULTS | {"vat_percent": "20.00"}, FREE)["vat_percent"] == "20"


@settings(max_examples=60)
@given(
    st.dictionaries(st.sampled_from(sorted(DEFAULTS)), st.text(max_size=12)),
    st.decimals(Decimal("0.01"), Decimal(50), places=2),
)
def test_what_is_stored_is_accepted_again_and_stays(typed: dict[str, str], rate: Decimal) -> None:
    values = DEFAULTS | {"vat_percent": str(rate)} | typed
    try:
        stored = normalise_settings(values, FREE)
    except Invalid:
        return
    assert normalise_settings(stored, FREE) == stored


def test_a_qr_iban_is_told_by_its_bank_and_only_where_there_are_such() -> None:
    assert is_qr_iban("CH4431999123000889012")
    assert not is_qr_iban("CH9300762011623852957")
    assert not is_qr_iban("DE44319991230008890120")
    assert not is_qr_iban("")
    assert show_iban("CH9300762011623852957") == "CH93 0076 2011 6238 5295 7"


def test_one_client_is_billed_another_way_and_back(services: Services, make: Builder, client: Org, agency: Org) -> None:
    make.active(client, agency, payment=Payment.PARTNER)
    usual = services.reinvoice_settings.client(agency.owner, "bakery")
    edit = ReinvoiceClientEdit.of(email="bills@bakery.example", language="fr-CH", payment_days="10", reference="PO 7")
    view = services.reinvoice_settings.change_client(agency.owner, client.ref, edit)

    assert (usual.email, usual.language, usual.payment_days) == ("owner@bakery.example", "en", 30)
    assert (view.email, view.language, view.payment_days) == ("bills@bakery.example", "fr", 10)
    empty = ReinvoiceClientEdit.of(email="", language="", payment_days="", reference="", version=1)
    assert services.reinvoice_settings.change_client(agency.owner, client.ref, empty).email == usual.email
    with pytest.raises(Conflict):
        services.reinvoice_settings.change_client(agency.owner, client.ref, empty)
    with pytest.raises(Invalid) as refusal:
        normalise_client_settings({"email": "x", "language": "tlh", "payment_days": "366", "reference": "x" * 101})
    assert [one.field for one in refusal.value.fields] == ["email", "language", "payment_days", "reference"]


def test_who_a_former_client_is_now_is_no_longer_its_partners_business(
    services: Services, make: Builder, client: Org, agency: Org
) -> None:
    partnership = make.active(client, agency, payment=Payment.PARTNER)
    services.agreements.set_end_date(client.owner, partnership, TODAY + timedelta(days=1))
    services.agreements.end(client.owner, partnership, PASSWORD)

    assert services.reinvoice_settings.client(agency.owner, "Bakery").email == ""


def test_others_read_and_set_nothing(services: Services, make: Builder, client: Org, agency: Org, studio: Org) -> None:
    make.active(client, agency, payment=Payment.PARTNER)
    accountant = make.person(agency, Role.COLLABORATOR, accounting=True)
    helper = make.person(agency, Role.COLLABORATOR, email="helper@agency.test")

    assert not services.reinvoice_settings.show(accountant).may_change
    with pytest.raises(Forbidden):
        services.reinvoice_settings.change(accountant, ReinvoiceSettingsEdit.of(payment_days="1"))
    with pytest.raises(Forbidden):
        services.reinvoice_settings.show(helper)
    with pytest.raises(NotFound):
        services.reinvoice_settings.client(studio.owner, "Bakery")
    inside = Actor(user_id=agency.owner.user_id, org_id=agency.number, for_client_id=client.number)
    with pytest.raises(NotFound):
        services.reinvoice_settings.show(inside)
