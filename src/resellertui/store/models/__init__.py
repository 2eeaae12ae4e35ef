"""Typed models, one module a topic. Importing this package registers every table on `Model.metadata`."""

from resellertui.store.models import folding as folding  # its listeners follow every write
from resellertui.store.models.audit import AuditEntry, AuditValue
from resellertui.store.models.billing import (
    Cashback,
    Document,
    DocumentLine,
    DocumentVat,
    Order,
)
from resellertui.store.models.clients import ClientRecord, ColumnMapping, ProductProposal
from resellertui.store.models.installation import Installation, TermsVersion, TickRun
from resellertui.store.models.ledger import (
    LedgerAccount,
    LedgerBalance,
    LedgerTransaction,
    LedgerTransfer,
    Operation,
)
from resellertui.store.models.mail import NoticeChoice, OutboxAttachment, OutboxMail
from resellertui.store.models.model import Model
from resellertui.store.models.organisations import BillingAddress, Organisation, Product, ProgrammeMember
from resellertui.store.models.partnerships import (
    EntrustedProduct,
    Partnership,
    PartnershipEvent,
    RequestedProduct,
)
from resellertui.store.models.people import (
    ClientGrant,
    FailureCount,
    Invitation,
    MailedToken,
    Membership,
    ProductGrant,
    SignInSession,
    SshKey,
    User,
)
from resellertui.store.models.portfolio import PortfolioDay, PortfolioLine, PortfolioTotal, PortfolioVersion
from resellertui.store.models.programme import Arrears, ProgrammeApplication, ProgrammeReview
from resellertui.store.models.quotes import (
    OutsideProduct,
    QuoteContract,
    QuoteOffer,
    QuoteOfferLine,
    QuoteRequest,
    QuoteRoute,
)
from resellertui.store.models.registry import RegistryAnswer, RegistryQuestion
from resellertui.store.models.reinvoicing import (
    ReinvoiceClient,
    ReinvoiceDocument,
    ReinvoiceDocumentLine,
    ReinvoiceLine,
    ReinvoicePaper,
    ReinvoicePayment,
    ReinvoiceReminder,
    ReinvoiceRule,
    ReinvoiceSettings,
    ReinvoiceVat,
)
from resellertui.store.models.renewals import DoneDay, RenewalLine
from resellertui.store.models.support import (
    AccessLook,
    SupportCase,
    SupportCode,
    SupportKey,
    SupportMessage,
    TemporaryAccess,
    TransferCode,
)
from resellertui.store.models.teams import Team, TeamClient, TeamMember, TeamProduct

__all__ = [
    "AccessLook",
    "Arrears",
    "AuditEntry",
    "AuditValue",
    "BillingAddress",
    "Cashback",
    "ClientGrant",
    "ClientRecord",
    "ColumnMapping",
    "Document",
    "DocumentLine",
    "DocumentVat",
    "DoneDay",
    "EntrustedProduct",
    "FailureCount",
    "Installation",
    "Invitation",
    "LedgerAccount",
    "LedgerBalance",
    "LedgerTransaction",
    "LedgerTransfer",
    "MailedToken",
    "Membership",
    "Model",
    "NoticeChoice",
    "Operation",
    "Order",
    "Organisation",
    "OutboxAttachment",
    "OutboxMail",
    "OutsideProduct",
    "Partnership",
    "PartnershipEvent",
    "PortfolioDay",
    "PortfolioLine",
    "PortfolioTotal",
    "PortfolioVersion",
    "Product",
    "ProductGrant",
    "ProductProposal",
    "ProgrammeApplication",
    "ProgrammeMember",
    "ProgrammeReview",
    "QuoteContract",
    "QuoteOffer",
    "QuoteOfferLine",
    "QuoteRequest",
    "QuoteRoute",
    "RegistryAnswer",
    "RegistryQuestion",
    "ReinvoiceClient",
    "ReinvoiceDocument",
    "ReinvoiceDocumentLine",
    "ReinvoiceLine",
    "ReinvoicePaper",
    "ReinvoicePayment",
    "ReinvoiceReminder",
    "ReinvoiceRule",
    "ReinvoiceSettings",
    "ReinvoiceVat",
    "RenewalLine",
    "RequestedProduct",
    "SignInSession",
    "SshKey",
    "SupportCase",
    "SupportCode",
    "SupportKey",
    "SupportMessage",
    "Team",
    "TeamClient",
    "TeamMember",
    "TeamProduct",
    "TemporaryAccess",
    "TermsVersion",
    "TickRun",
    "TransferCode",
    "User",
]
