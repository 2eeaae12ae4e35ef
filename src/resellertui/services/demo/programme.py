"""The programme in the demonstration: who was approved, who is below the threshold, and who applies."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from resellertui.domain.access import Action
from resellertui.domain.calendar import local_date
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.programme_membership.standing import anniversary_after
from resellertui.services.actor import Actor
from resellertui.services.demo.cast import AGENCY, CANUT, STUDIO, WEBWERK, House
from resellertui.services.demo.clients import CLIENTS
from resellertui.services.demo.stage import Stage
from resellertui.services.inputs import Listing
from resellertui.services.jobs.reviewing import review_partners
from resellertui.services.programme.views import ApplicationDraft
from resellertui.store.queries import organisations as organisation_queries

APPLICANT = next(one for one in CLIENTS if one.key == "beausejour-leman")
SIDE_TRADES: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("gutenberg-saone", ("web design", "print", "photography"), ("fr", "en"),
     "From the press to the screen: leaflets, catalogues and the sites that go with them."),
    ("mueller-lukasiewicz", ("translation", "multilingual sites", "newsletters"), ("de", "pl", "en", "fr"),
     "Your site in the languages of your customers, written by people who were born to them."),
    ("quai-saint-vincent", ("online shops", "e-books", "mail"), ("fr", "it", "es"),
     "We sell our own books online, and help other small publishers to do the same."),
)  # fmt: skip
"""Clients of the agency that are partners themselves: what they offer, in which languages, and what they say."""
WARNED = 33
"""So many days ago the partner that is below the threshold was warned."""


def tell_programme(stage: Stage) -> None:
    """Approve four partners long ago, three clients since, warn one partner, and leave one application undecided."""
    listings: list[tuple[House, tuple[str, ...], tuple[str, ...], str, bool]] = [
        (AGENCY, ("web design", "hosting", "support", "training"), ("fr", "en", "it"),
         "Sites, boutiques and mail for the shops, practices and associations of the Lake Geneva region.", False),
        (STUDIO, ("newsletters", "branding", "web design"), ("it", "en", "fr"),
         "Words and pictures: newsletters and shop fronts, in Italian first.", False),
        (WEBWERK, ("cloud servers", "migration", "monitoring"), ("de", "en"),
         "Servers that stay up, watched from Zürich.", False),
        (CANUT, ("web design", "training"), ("fr",), "A cooperative of the slopes of Croix-Rousse.", True),
    ]  # fmt: skip
    for place, (key, services, languages, description) in enumerate(SIDE_TRADES):
        house = next(one for one in CLIENTS if one.key == key)
        listing = Listing.of(services=services, languages=languages, description=description)
        stage.plan(110 - 25 * place, partial(_approve, stage, house, listing))
    for place, (house, services, languages, description, provisional) in enumerate(listings):
        listing = Listing.of(services=services, languages=languages, description=description, provisional=provisional)
        stage.plan(878 - 2 * place, partial(_approve, stage, house, listing))
    stage.plan(WARNED, partial(_review, stage, WEBWERK))
    stage.plan(2.5, partial(_apply, stage, APPLICANT))


def _approve(stage: Stage, house: House, listing: Listing) -> None:
    reference = show_id(Kind.ORGANISATION, stage.people[house.key].org_id or 0)
    stage.services.programme.approve(stage.staff, reference, listing)
    with stage.services.office.writing(stage.staff) as unit:
        unit.allow(Action.PROGRAMME_APPROVE)
        member = organisation_queries.programme_member(unit.session, stage.people[house.key].org_id or 0)
        if member is not None:  # the reviews of the past are not part of the story: the next one is to come
            today = local_date(stage.now)
            following = anniversary_after(local_date(member.approved_at), today)
            member.review_on = today + timedelta(days=40) if listing.provisional else following


def _review(stage: Stage, house: House) -> None:
    """Let the daily job find a partner whose review is due."""
    with stage.services.office.writing(stage.staff) as unit:
        unit.allow(Action.PROGRAMME_APPROVE)
        member = organisation_queries.programme_member(unit.session, stage.people[house.key].org_id or 0)
        if member is not None:
            member.review_on = unit.today
    review_partners(stage.services.office, Actor.operator())


def _apply(stage: Stage, house: House) -> None:
    """Let an organisation tick everything and send its application."""
    applications, owner = stage.services.applications, stage.people[house.key]
    draft = ApplicationDraft.of(
        website=True,
        not_affiliate=True,
        supports_clients=True,
        answers_for_invoices=True,
        provider_products=True,
        reseller_terms=True,
        note="Nous gérons aussi les sites de quatre hôtels voisins, et voudrions les prendre sous notre aile.",
    )
    applications.submit(owner, applications.save(owner, draft).application.version)
