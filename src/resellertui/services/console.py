"""The façade: every area's use cases over one office, each made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from resellertui.services.mail_areas import MailAreas
from resellertui.services.programme_areas import ProgrammeAreas
from resellertui.services.quote_areas import QuoteAreas
from resellertui.services.reinvoicing.areas import ReinvoicingAreas
from resellertui.services.reinvoicing.document_areas import ReinvoiceDocumentAreas
from resellertui.services.support.areas import SupportAreas

if TYPE_CHECKING:
    from resellertui.services.accounts import Accounts
    from resellertui.services.activity import Activity
    from resellertui.services.activity_export import ActivityExports
    from resellertui.services.billing.addresses import BillingAddresses
    from resellertui.services.billing.cashback import CashbackAccount
    from resellertui.services.billing.catalogue import Catalogue
    from resellertui.services.billing.documents import Billing
    from resellertui.services.billing.explaining import Explain
    from resellertui.services.billing.exporting import BillingExports
    from resellertui.services.billing.ledger import Ledger
    from resellertui.services.billing.limits import Limits
    from resellertui.services.billing.orders import Orders
    from resellertui.services.billing.prepaid import Prepaid
    from resellertui.services.billing.to_pay import ToPay
    from resellertui.services.client_account import ClientAccount
    from resellertui.services.clients import Clients
    from resellertui.services.deleting import Deleting
    from resellertui.services.directory import Directory
    from resellertui.services.erasing import Erasing
    from resellertui.services.exporting import Exports
    from resellertui.services.home import Home
    from resellertui.services.importing import Imports
    from resellertui.services.maintenance import Maintenance
    from resellertui.services.managed import Managed
    from resellertui.services.moving_rights import MovingRights
    from resellertui.services.organisations import Organisations
    from resellertui.services.own_sessions import OwnSessions
    from resellertui.services.partnerships import Agreements, Partnerships, Requests
    from resellertui.services.password_reset import PasswordReset
    from resellertui.services.people import People
    from resellertui.services.pricing import Pricing
    from resellertui.services.products import Products
    from resellertui.services.profile import Profile
    from resellertui.services.programme import Programme
    from resellertui.services.reach_matrix import ReachMatrix
    from resellertui.services.registry.checks import RegistryChecks
    from resellertui.services.reminders import Reminders
    from resellertui.services.renewals.board import Renewals
    from resellertui.services.search import Search
    from resellertui.services.signing_up import SigningUp
    from resellertui.services.ssh_keys import SshKeys
    from resellertui.services.teams import Teams
    from resellertui.services.terms import PublishedTerms
    from resellertui.services.ticking import Tick


class Services(SupportAreas, ReinvoicingAreas, MailAreas, ReinvoiceDocumentAreas, ProgrammeAreas, QuoteAreas):
    """What screens, commands and remote sessions call."""

    def rehearsing(self) -> Services:
        """Return the same services, whose acts are computed whole and then not kept: for previews and dry runs."""
        return Services(self.office.rehearsing())

    def close(self) -> None:
        """Give the database back."""
        self.office.database.close()

    @cached_property
    def client_account(self) -> ClientAccount:
        """What one's own organisation tells about itself."""
        from resellertui.services.client_account import ClientAccount

        return ClientAccount(self.office)

    @cached_property
    def registry(self) -> RegistryChecks:
        """What registries say of VAT and register numbers."""
        from resellertui.services.registry.checks import RegistryChecks

        return RegistryChecks(self.office)

    @cached_property
    def billing_addresses(self) -> BillingAddresses:
        """What its invoices can name besides itself."""
        from resellertui.services.billing.addresses import BillingAddresses

        return BillingAddresses(self.office)

    @cached_property
    def reminders(self) -> Reminders:
        """Who gets reminders."""
        from resellertui.services.reminders import Reminders

        return Reminders(self.office)

    @cached_property
    def activity(self) -> Activity:
        """What was done."""
        from resellertui.services.activity import Activity

        return Activity(self.office)

    @cached_property
    def activity_exports(self) -> ActivityExports:
        """What was done, as files."""
        from resellertui.services.activity_export import ActivityExports

        return ActivityExports(self.office)

    @cached_property
    def deleting(self) -> Deleting:
        """Deleting one's own organisation."""
        from resellertui.services.deleting import Deleting

        return Deleting(self.office)

    @cached_property
    def erasing(self) -> Erasing:
        """Erasing a person."""
        from resellertui.services.erasing import Erasing

        return Erasing(self.office)

    @cached_property
    def accounts(self) -> Accounts:
        """Signing in, joining."""
        from resellertui.services.accounts import Accounts

        return Accounts(self.office)

    @cached_property
    def profile(self) -> Profile:
        """One's own profile."""
        from resellertui.services.profile import Profile

        return Profile(self.office)

    @cached_property
    def ssh_keys(self) -> SshKeys:
        """One's own SSH keys."""
        from resellertui.services.ssh_keys import SshKeys

        return SshKeys(self.office)

    @cached_property
    def own_sessions(self) -> OwnSessions:
        """One's own remembered sign-ins."""
        from resellertui.services.own_sessions import OwnSessions

        return OwnSessions(self.office)

    @cached_property
    def password_reset(self) -> PasswordReset:
        """A new password, for whoever has forgotten theirs."""
        from resellertui.services.password_reset import PasswordReset

        return PasswordReset(self.office)

    @cached_property
    def signing_up(self) -> SigningUp:
        """Making an account for oneself."""
        from resellertui.services.signing_up import SigningUp

        return SigningUp(self.office)

    @cached_property
    def partnerships(self) -> Partnerships:
        """Reading partnerships."""
        from resellertui.services.partnerships import Partnerships

        return Partnerships(self.office)

    @cached_property
    def requests(self) -> Requests:
        """Asking and answering."""
        from resellertui.services.partnerships import Requests

        return Requests(self.office)

    @cached_property
    def agreements(self) -> Agreements:
        """Changing and ending partnerships."""
        from resellertui.services.partnerships import Agreements

        return Agreements(self.office)

    @cached_property
    def organisations(self) -> Organisations:
        """Organisations."""
        from resellertui.services.organisations import Organisations

        return Organisations(self.office)

    @cached_property
    def people(self) -> People:
        """People, roles, grants."""
        from resellertui.services.people import People

        return People(self.office)

    @cached_property
    def moving_rights(self) -> MovingRights:
        """Acts on people and teams, with who gains or loses what."""
        from resellertui.services.moving_rights import MovingRights

        return MovingRights(self.office)

    @cached_property
    def teams(self) -> Teams:
        """Teams, their members and rights."""
        from resellertui.services.teams import Teams

        return Teams(self.office)

    @cached_property
    def reach(self) -> ReachMatrix:
        """Who reaches what, and why."""
        from resellertui.services.reach_matrix import ReachMatrix

        return ReachMatrix(self.office)

    @cached_property
    def products(self) -> Products:
        """Subscribed products."""
        from resellertui.services.products import Products

        return Products(self.office)

    @cached_property
    def clients(self) -> Clients:
        """A partner's clients."""
        from resellertui.services.clients import Clients

        return Clients(self.office)

    @cached_property
    def managed(self) -> Managed:
        """What a partner's clients are worth in a year."""
        from resellertui.services.managed import Managed

        return Managed(self.office, self.clients)

    @cached_property
    def directory(self) -> Directory:
        """Finding a partner."""
        from resellertui.services.directory import Directory

        return Directory(self.office)

    @cached_property
    def home(self) -> Home:
        """What needs the reader."""
        from resellertui.services.home import Home

        return Home(self.office)

    @cached_property
    def programme(self) -> Programme:
        """Membership of the partner programme."""
        from resellertui.services.programme import Programme

        return Programme(self.office)

    @cached_property
    def terms(self) -> PublishedTerms:
        """The programme terms and their versions."""
        from resellertui.services.terms import PublishedTerms

        return PublishedTerms(self.office)

    @cached_property
    def pricing(self) -> Pricing:
        """What an order would cost."""
        from resellertui.services.pricing import Pricing

        return Pricing(self.office)

    @cached_property
    def orders(self) -> Orders:
        """Ordering and renewing."""
        from resellertui.services.billing.orders import Orders

        return Orders(self.office)

    @cached_property
    def limits(self) -> Limits:
        """What clients may order with their partner's money."""
        from resellertui.services.billing.limits import Limits

        return Limits(self.office)

    @cached_property
    def renewals(self) -> Renewals:
        """What comes up for renewal."""
        from resellertui.services.renewals.board import Renewals

        return Renewals(self.office)

    @cached_property
    def catalogue(self) -> Catalogue:
        """What can be ordered."""
        from resellertui.services.billing.catalogue import Catalogue

        return Catalogue(self.office)

    @cached_property
    def billing(self) -> Billing:
        """Invoices and credit notes."""
        from resellertui.services.billing.documents import Billing

        return Billing(self.office)

    @cached_property
    def billing_exports(self) -> BillingExports:
        """Documents as files."""
        from resellertui.services.billing.exporting import BillingExports

        return BillingExports(self.office)

    @cached_property
    def to_pay(self) -> ToPay:
        """What is to pay, as a list."""
        from resellertui.services.billing.to_pay import ToPay

        return ToPay(self.office)

    @cached_property
    def prepaid(self) -> Prepaid:
        """Prepaid accounts."""
        from resellertui.services.billing.prepaid import Prepaid

        return Prepaid(self.office)

    @cached_property
    def cashback(self) -> CashbackAccount:
        """What a partner earns."""
        from resellertui.services.billing.cashback import CashbackAccount

        return CashbackAccount(self.office)

    @cached_property
    def ledger(self) -> Ledger:
        """The provider's whole book."""
        from resellertui.services.billing.ledger import Ledger

        return Ledger(self.office)

    @cached_property
    def explain(self) -> Explain:
        """Where amounts come from."""
        from resellertui.services.billing.explaining import Explain

        return Explain(self.office)

    @cached_property
    def search(self) -> Search:
        """Finding any record."""
        from resellertui.services.search import Search

        return Search(self.office)

    @cached_property
    def imports(self) -> Imports:
        """Reading client files."""
        from resellertui.services.importing import Imports

        return Imports(self.office)

    @cached_property
    def exports(self) -> Exports:
        """Writing client files."""
        from resellertui.services.exporting import Exports

        return Exports(self.office)

    @cached_property
    def tick(self) -> Tick:
        """What time alone does."""
        from resellertui.services.ticking import Tick

        return Tick(self.office)

    @cached_property
    def maintenance(self) -> Maintenance:
        """Check, backup, restore."""
        from resellertui.services.maintenance import Maintenance

        return Maintenance(self.office)
