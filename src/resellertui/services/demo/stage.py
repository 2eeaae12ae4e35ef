"""The stage: acts of the story, played through the services at the moments at which they are said to have happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from resellertui.adapters.clock import FixedClock
from resellertui.domain.access import Action
from resellertui.domain.calendar import local_date
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.organisation import email_key, normalise_organisation
from resellertui.domain.partnership import Access
from resellertui.domain.roles import Role
from resellertui.domain.text import fold
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.demo.cast import Deal, House
from resellertui.services.demo.people import Person, demo_hash
from resellertui.services.inputs import Answer, ArrangementInput, RequestToClient, RequestToPartner
from resellertui.services.organisations import new_organisation
from resellertui.services.unit import Unit
from resellertui.store.models import Membership, Product, User
from resellertui.store.queries import people as people_queries


@dataclass
class Stage:
    """Everybody who has entered, and the acts still to be played."""

    services: Services
    clock: FixedClock
    now: datetime
    """When the demonstration is made; every act lies before it."""
    staff: Actor
    people: dict[str, Actor] = field(default_factory=dict)
    """Who acts for an organisation, by its key."""
    products: dict[str, list[str]] = field(default_factory=dict)
    """The public ids of an organisation's products, in the order of its list."""
    partnerships: dict[tuple[str, str], str] = field(default_factory=dict)
    """The newest partnership of a client with a partner, by their keys."""
    _acts: list[tuple[datetime, int, Callable[[], object]]] = field(default_factory=list)

    def plan(self, days_ago: float, act: Callable[[], object]) -> None:
        """Let something happen so many days before now."""
        place = len(self._acts)
        moment = self.now - timedelta(days=days_ago) - timedelta(minutes=place * 37 % 240)
        self._acts.append((moment, place, act))

    def play(self) -> None:
        """Play every act in the order of their moments, then stand at now."""
        for moment, _place, act in sorted(self._acts, key=lambda one: one[:2]):
            self.clock.advance(max(moment - self.clock.now(), timedelta()))
            act()
        self.clock.advance(self.now - self.clock.now())

    def actor(self, house: House) -> Callable[[], Actor]:
        """Return what gives the organisation's legal representative once it has entered."""
        return lambda: self.people[house.key]

    def enter(self, house: House, place: int) -> None:
        """Let an organisation sign up with its legal representative and its products."""
        with self.services.office.writing(self.staff) as unit:
            unit.allow(Action.ORG_CREATE)
            org = new_organisation(unit, normalise_organisation(house.data(place)))
            org.claimed_at = unit.now
            owner = self._member(unit, org.id, house.owner, Role.LEGAL_REPRESENTATIVE, house.town.language)
            rows = [self._product(unit, org.id, *holding) for holding in house.holdings(self.services.office.terms)]
            unit.session.flush()  # their numbers are how the story names them
            self.people[house.key] = Actor(user_id=owner.id, org_id=org.id)
            self.products[house.key] = [show_id(Kind.PRODUCT, one.id) for one in rows]
            unit.record(
                "organisation.created",
                "organisation",
                org.id,
                {
                    "after": {"name": org.name, "kind": org.kind, "email": org.email, "city": org.city},
                    "products": [one.name for one in rows],
                },
                for_org_id=org.id,
            )

    def join(self, key: str, person: Person, role: Role, *, accounting: bool = False) -> None:
        """Let a person join an organisation; someone whom the story knows already takes a second role."""
        owner = self.people[key]
        with self.services.office.writing(owner) as unit:
            unit.open_to_everyone("an invitation was used")
            user = self._member(unit, owner.org_id or 0, person, role, "en", accounting=accounting)
            unit.record("user.joined", "user", user.id, {"email": user.email, "name": user.name, "role": role.value})

    def client_asks(self, client: House, partner: House, deal: Deal) -> None:
        """Let a client ask a partner."""
        wish = RequestToPartner.of(
            partner=partner.name, access=deal.access, payment=deal.payment, products=self._named(client.key, deal)
        )
        outcome = self.services.requests.ask_partner(self.people[client.key], wish)
        self.partnerships[client.key, partner.key] = outcome.partnership.id

    def partner_asks(self, partner: House, client: House, deal: Deal, families: str = "") -> None:
        """Let a partner ask a client, who reads families in words instead of products."""
        self.partnerships[client.key, partner.key] = self.ask_address(partner, client.owner.email, deal, families)

    def ask_address(self, partner: House, address: str, deal: Deal, families: str = "") -> str:
        """Let a partner ask whoever is at an address."""
        wish = RequestToClient.of(client=address, access=deal.access, payment=deal.payment, families=families)
        return str(self.services.requests.ask_client(self.people[partner.key], wish).partnership.id)

    def partner_accepts(self, client: House, partner: House) -> None:
        """Let the partner accept what the client asked."""
        self.services.requests.accept(self.people[partner.key], self.partnerships[client.key, partner.key], Answer())

    def client_grants(self, client: House, partner: House, deal: Deal) -> None:
        """Let the client answer the partner's request with what it grants."""
        products = self._named(client.key, deal) if deal.access is Access.LIMITED else None
        answer = Answer.of(access=deal.access, payment=deal.payment, products=products)
        self.services.requests.accept(self.people[client.key], self.partnerships[client.key, partner.key], answer)

    def client_rearranges(self, client: House, partner: House, deal: Deal) -> None:
        """Let the client change the access."""
        wish = ArrangementInput.of(access=deal.access, payment=deal.payment, products=self._named(client.key, deal))
        self.services.agreements.change_access(
            self.people[client.key], self.partnerships[client.key, partner.key], wish
        )

    def _named(self, key: str, deal: Deal) -> tuple[str, ...]:
        return tuple(self.products[key][place] for place in deal.products)

    def _member(
        self, unit: Unit, org_id: int, person: Person, role: Role, language: str, *, accounting: bool = True
    ) -> User:
        user = people_queries.user_by_email(unit.session, email_key(person.email))
        if user is None:
            user = User(
                name=person.name,
                email=person.email,
                email_key=email_key(person.email),
                language=language,
                password_hash=demo_hash(),
                created_at=unit.now,
                last_sign_in_at=None,
                email_confirmed_at=unit.now,
            )
            unit.session.add(user)
            unit.session.flush()  # the membership refers to the person
        unit.session.add(
            Membership(org_id=org_id, user_id=user.id, role=role.value, accounting=accounting, created_at=unit.now)
        )
        return user

    def _product(self, unit: Unit, org_id: int, sku: str, name: str, days: int, auto_renewal: bool) -> Product:
        kind = unit.terms.kind(sku)
        expires_on = local_date(self.now) + timedelta(days=days)
        row = Product(
            org_id=org_id,
            sku=sku,
            family=kind.family,
            name=name,
            name_folded=fold(name),
            quantity=1,
            period_months=kind.period_months,
            anchor_day=expires_on.day,
            expires_on=expires_on,
            auto_renewal=auto_renewal,
            created_at=unit.now,
            version=1,
        )
        unit.session.add(row)
        return row
