"""The topics of the guides, in the order in which they are listed."""

from __future__ import annotations

from dataclasses import dataclass

from resellertui.domain.wording import N_, _


@dataclass(frozen=True)
class Topic:
    """Something that a page explains; the page is the file of this name in `guides/`."""

    id: str
    title: str
    """A message id."""
    keywords: str
    """What else people call it; searched, never shown."""
    related: tuple[str, ...] = ()
    """The ids of topics to read next."""
    shows_provider: bool = False
    """Whether the provider's contact data stand below the page."""

    def words(self) -> str:
        """Return the title in the reader's language."""
        return _(self.title)


TOPICS = (
    Topic(
        "keyboard", N_("Keyboard basics"), "keys shortcuts help palette navigation mouse", ("home", "troubleshooting")
    ),
    Topic("home", N_("Home"), "start overview requests what needs me", ("keyboard", "clients", "partner")),
    Topic("sign-in", N_("Signing in"), "password login remember session sign out", ("sign-up", "profile", "ssh")),
    Topic("sign-up", N_("Signing up"), "register new account create organisation", ("account", "vat-number")),
    Topic("profile", N_("My profile"), "e-mail password language time zone ssh keys sessions", ("sign-in", "people")),
    Topic(
        "becoming-a-partner",
        N_("Becoming a partner"),
        "become reseller programme join apply application eligibility conditions threshold turnover affiliate approval",
        ("reseller-terms", "prices", "managed-value"),
    ),
    Topic(
        "reseller-terms",
        N_("Reseller terms"),
        "special conditions accept obligations commitments contract",
        ("becoming-a-partner", "prices"),
    ),
    Topic(
        "access",
        N_("Limited and full access"),
        "scope products entrust rights partnership difference",
        ("payment", "add-partner", "reach"),
    ),
    Topic(
        "payment",
        N_("Payment methods"),
        "who pays card method monthly limit charged client partner bill",
        ("access", "prices", "invoices"),
    ),
    Topic("partner", N_("Partner"), "my partner requests answer change", ("add-partner", "access", "ending")),
    Topic("add-partner", N_("Adding a partner"), "choose find invite wizard", ("access", "payment", "directory")),
    Topic("clients", N_("Managed clients"), "customers portfolio list organisation", ("add-client", "import", "reach")),
    Topic("add-client", N_("Adding a client"), "invite customer request new", ("access", "import", "clients")),
    Topic("import", N_("Importing clients"), "csv file list spreadsheet columns export", ("clients", "add-client")),
    Topic(
        "ending",
        N_("Ending and pausing a partnership"),
        "stop cancel leave terminate break resume end date password",
        ("partner", "access", "renewals"),
    ),
    Topic("products", N_("Products"), "subscriptions services domains hosting expiry", ("renewals", "shop", "reach")),
    Topic("shop", N_("Ordering in the Shop"), "order buy basket catalogue checkout purchase", ("prices", "payment")),
    Topic(
        "prices",
        N_("Prices, discounts and cashback"),
        "rate degressive tier rebate reseller price earn commission margin rounding",
        ("cashback", "payment", "shop"),
    ),
    Topic("cashback", N_("Following your cashback"), "earnings months chart commission", ("prices", "invoices")),
    Topic("managed-value", N_("Managed value"), "threshold yearly turnover sum", ("becoming-a-partner", "prices")),
    Topic(
        "invoices",
        N_("Invoices and the prepaid account"),
        "to pay bill pro forma credit note refund top up withdraw balance vat documents pdf statement",
        ("payment", "renewals", "vat-number"),
    ),
    Topic(
        "renewals",
        N_("Renewals and the Renewal Warranty"),
        "auto-renewal automatic expire expiry blocked terminated deadline forecast",
        ("products", "invoices", "payment"),
    ),
    Topic("re-invoicing", N_("Re-invoicing your clients"), "own invoices margin resale bill", ("payment", "invoices")),
    Topic(
        "account",
        N_("Client account"),
        "organisation address company name register number edit",
        ("vat-number", "deleting", "people"),
    ),
    Topic(
        "vat-number",
        N_("VAT number"),
        "tax reverse charge vies uid intra-community rate",
        ("account", "invoices"),
    ),
    Topic("people", N_("Users & teams"), "users invite role team collaborator", ("reach", "matrix", "profile")),
    Topic("matrix", N_("Who reaches what"), "grid table overview cells signs why grants teams", ("reach", "people")),
    Topic(
        "reach",
        N_("Who can reach what"),
        "users teams roles rights permissions collaborator external administrator legal representative grant",
        ("people", "access", "logged"),
    ),
    Topic(
        "deleting",
        N_("Deleting and erasing"),
        "delete organisation close account remove person erase privacy forget gdpr",
        ("account", "logged", "ending"),
    ),
    Topic("activity", N_("Activity"), "history acts journal who did what export", ("logged", "reach")),
    Topic(
        "logged",
        N_("What is logged"),
        "audit log activity history journal proof chain trace",
        ("activity", "deleting", "provider"),
    ),
    Topic(
        "desk",
        N_("The support desk"),
        "staff caller identify code queue case answer note clock due late look grant transfer code",
        ("support", "temporary-access", "logged"),
    ),
    Topic(
        "notices",
        N_("Notices and mails"),
        "notification unread bell mail outbox smtp delivery parked resend category switch off",
        ("profile", "runs", "keyboard"),
    ),
    Topic("runs", N_("Daily runs"), "tick jobs cron schedule staff", ("renewals", "notices", "troubleshooting")),
    Topic("directory", N_("Directory of partners"), "listing find partner verified search", ("quotes", "add-partner")),
    Topic(
        "quotes",
        N_("Quote requests"),
        "quote request offer project budget leads award",
        ("directory", "offers", "becoming-a-partner"),
    ),
    Topic(
        "offers",
        N_("Offers and contracts"),
        "compare accept basket margin price resale commitment other provider breach",
        ("quotes", "re-invoicing", "payment"),
    ),
    Topic(
        "support",
        N_("Support, support codes and VIP codes"),
        "help contact plan premium standard plus pro enterprise vip code phone emergency response time",
        ("temporary-access", "provider", "troubleshooting"),
        shows_provider=True,
    ),
    Topic(
        "temporary-access",
        N_("Temporary access for support"),
        "kmail kdrive kchat content look revoke grant staff privacy",
        ("support", "logged"),
    ),
    Topic(
        "provider",
        N_("About the provider"),
        "certification certificates iso data location data centre country sovereignty privacy hosting company",
        ("support", "whistle-blowing", "logged"),
        shows_provider=True,
    ),
    Topic(
        "whistle-blowing",
        N_("Reporting misconduct"),
        "whistle-blower whistleblower report abuse fraud wrongdoing confidential anonymous",
        ("provider", "support"),
        shows_provider=True,
    ),
    Topic("ssh", N_("SSH and locked mode"), "remote server locked forced command tmux keys", ("sign-in", "keyboard")),
    Topic(
        "troubleshooting",
        N_("When something goes wrong"),
        "error problem broken stuck database backup restore check slow colours",
        ("keyboard", "support", "ssh"),
        shows_provider=True,
    ),
)
