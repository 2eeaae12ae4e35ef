"""Organisations, people, products and partnerships for tests, made in one line each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache

from argon2 import PasswordHasher

from resellertui.domain.countries import currency_of
from resellertui.domain.identifiers import Kind, show_id
from resellertui.domain.organisation import email_key
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.roles import Role
from resellertui.domain.text import fold
from resellertui.services.actor import Actor
from resellertui.services.console import Services
from resellertui.services.inputs import Answer, RequestToPartner
from resellertui.store.models import Membership, Organisation, Product, ProgrammeMember, User

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""The moment at which the tests' clock stands: a Monday, 10:00 in Zurich."""

TODAY = date(2026, 11, 23)

PASSWORD = "correct horse battery"
"""Everybody's password in tests."""

STAFF_EMAIL = "staff@provider.example"


@cache
def quick_hasher() -> PasswordHasher:
    """Return a hasher that takes no time to make or to check a password's hash."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@cache
def quick_hash(password: str = PASSWORD) -> str:
    """Return a password's hash that takes no time to make or to check."""
    return quick_hasher().hash(password)


@dataclass(frozen=True)
class Org:
    """An organisation that a test made, with its legal representative ready to act."""

    number: int
    name: str
    email: str
    """The organisation's address and its legal representative's."""
    owner: Actor

    @property
    def ref(self) -> str:
        """Its public id."""
        return show_id(Kind.ORGANISATION, self.number)


@dataclass
class Builder:
    """Makes what a test needs, straight in the store; partnerships go through the services."""

    services: Services
    made: list[Org] = field(default_factory=list)

    @property
    def staff(self) -> Actor:
        """The provider's first person."""
        person = self.services.accounts.sign_in(STAFF_EMAIL, PASSWORD)[0]
        return Actor(user_id=person.user_id, org_id=1)

    def organisation(
        self,
        name: str,
        *,
        email: str = "",
        kind: str = "company",
        country: str = "CH",
        city: str = "Genève",
        products: tuple[str, ...] = (),
        created_by: Org | None = None,
        people: bool = True,
    ) -> Org:
        """Make an organisation with a legal representative of the same address, and domains by these names.

        Without `people` nobody has joined it: it is unclaimed, as after an import.
        """
        with self.services.office.filling() as session:
            now = self.services.office.clock.now()
            email = email or f"owner{len(self.made) + 1}@test.example"
            row = Organisation(
                kind=kind,
                name=name,
                name_folded=fold(name),
                email=email,
                email_key=email_key(email),
                phone="",
                website="",
                language="en",
                street="",
                house_number="",
                postal_code="",
                city=city,
                region="",
                country=country,
                currency=currency_of(country).value,
                register_number=None,
                vat_number=None,
                created_at=now,
                created_by_id=created_by.number if created_by else None,
                claimed_at=now if people else None,
                version=1,
            )
            session.add(row)
            session.flush()
            number = row.id
        owner = self.person(number, Role.LEGAL_REPRESENTATIVE, email=email) if people else Actor(org_id=number)
        org = Org(number, name, email, owner)
        self.made.append(org)
        for one in products:
            self.product(org, one)
        return org

    def partner(self, name: str, *, listed: bool = True, email: str = "", city: str = "Genève") -> Org:
        """Make an approved partner."""
        org = self.organisation(name, email=email, city=city)
        self.approve(org, listed=listed)
        return org

    def approve(self, org: Org, *, listed: bool = True, state: str = "approved") -> None:
        """Make an organisation a member of the programme."""
        with self.services.office.filling() as session:
            session.add(
                ProgrammeMember(
                    org_id=org.number,
                    state=state,
                    approved_at=self.services.office.clock.now(),
                    approved_by_id=None,
                    listed=listed,
                    services="web hosting, support",
                    languages="fr,en",
                    description="",
                    search_text=fold(f"{org.name} {org.email} web hosting support fr en"),
                )
            )

    def person(self, org: Org | int, role: Role, *, email: str = "", name: str = "", accounting: bool = False) -> Actor:
        """Make a person, or find the one of this address, and give the role in the organisation, and rights with it."""
        number = org if isinstance(org, int) else org.number
        with self.services.office.filling() as session:
            now = self.services.office.clock.now()
            email = email or f"{role.value.replace('_', '.')}.{number}@test.example"
            user = session.query(User).filter_by(email_key=email_key(email)).one_or_none()
            if user is None:
                user = User(
                    name=name or email.partition("@")[0].replace(".", " ").title(),
                    email=email,
                    email_key=email_key(email),
                    language="en",
                    password_hash=quick_hash(),
                    created_at=now,
                    last_sign_in_at=None,
                    email_confirmed_at=now,
                )
                session.add(user)
                session.flush()
            session.add(
                Membership(org_id=number, user_id=user.id, role=role.value, accounting=accounting, created_at=now)
            )
            return Actor(user_id=user.id, org_id=number)

    def product(
        self,
        org: Org,
        name: str,
        *,
        sku: str = "web-hosting",
        expires_on: date | None = None,
        auto_renewal: bool = False,
    ) -> str:
        """Make a subscribed product, and return its public id; it expires in 200 days unless said otherwise."""
        office = self.services.office
        kind = office.terms.kind(sku)
        expires_on = expires_on or (office.clock.now() + timedelta(days=200)).date()
        with office.filling() as session:
            row = Product(
                org_id=org.number,
                sku=sku,
                family=kind.family,
                name=name,
                name_folded=fold(name),
                quantity=1,
                period_months=kind.period_months,
                anchor_day=expires_on.day,
                expires_on=expires_on,
                auto_renewal=auto_renewal,
                created_at=office.clock.now(),
                version=1,
            )
            session.add(row)
            session.flush()
            return show_id(Kind.PRODUCT, row.id)

    def request(
        self, client: Org, partner: Org, *, products: tuple[str, ...] = (), payment: Payment = Payment.CLIENT
    ) -> str:
        """Let the client ask the partner, for limited access to the products or, without any, for full access."""
        wish = RequestToPartner.of(
            partner=partner.email,
            access=Access.LIMITED if products else Access.FULL,
            payment=None if products else payment,
            products=products,
        )
        return str(self.services.requests.ask_partner(client.owner, wish).partnership.id)

    def active(
        self, client: Org, partner: Org, *, products: tuple[str, ...] = (), payment: Payment = Payment.CLIENT
    ) -> str:
        """Make an active partnership, limited to the products or, without any, with full access."""
        reference = self.request(client, partner, products=products, payment=payment)
        self.services.requests.accept(partner.owner, reference, Answer())
        return reference
