"""An import while it is prepared: the file, how it is understood, what is asked of its clients."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from resellertui.domain.client_file import DateOrder
from resellertui.domain.partnership import Access, Payment
from resellertui.domain.wording import _, ngettext
from resellertui.services.importing import DateOrderChoice, FileView, ImportOptions

FIELDS_NEEDED = frozenset({"name", "email"})


@dataclass
class ImportJob:
    """What the pages of the import share."""

    path: Path
    data: bytes
    view: FileView
    mapping: dict[str, str] = field(default_factory=dict)
    """Columns by number that the user gave another meaning; empty for a column that is left out."""
    date_order: DateOrderChoice | None = None
    country: str = ""
    access: Access = Access.LIMITED
    payment: Payment | None = None
    all_or_nothing: bool = False

    def options(self) -> ImportOptions:
        """Return the choices as the service takes them.

        Raises:
            Invalid: one of them can't be accepted.
        """
        options: ImportOptions = ImportOptions.of(
            mapping=self.mapping,
            date_order=self.date_order,
            default_country=self.country,
            all_or_nothing=self.all_or_nothing,
            access=self.access,
            payment=self.payment,
        )
        return options

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that no column means and without which no row can be taken."""
        return tuple(one for one in self.view.missing if one in FIELDS_NEEDED)

    @property
    def needs_country(self) -> bool:
        """Whether the rows say no country and none was chosen for them."""
        return "country" in self.view.missing and not self.country

    @property
    def needs_date_order(self) -> bool:
        """Whether the order of day and month still has to be said."""
        return self.view.needs_date_order and self.date_order is None

    def file_words(self) -> str:
        """Return what the file is."""
        delimiter = {",": _("comma"), ";": _("semicolon"), "\t": _("tab")}.get(self.view.delimiter, self.view.delimiter)
        records = ngettext("{count} row", "{count} rows", self.view.records).format(count=self.view.records)
        return " · ".join((self.path.name, self.view.encoding, delimiter, records))

    def choice_words(self) -> str:
        """Return what was chosen for the whole file."""
        return " · ".join((self._access_words(), self._date_words(), self._country_words(), self._error_words()))

    def _access_words(self) -> str:
        if self.access is Access.LIMITED:
            return _("asks for limited access")
        if self.payment is Payment.PARTNER:
            return _("asks for full access, you pay")
        return _("asks for full access, the client pays")

    def _date_words(self) -> str:
        if self.date_order is DateOrderChoice.DMY or self.view.date_order is DateOrder.DAY_FIRST:
            return _("dates: day first")
        if self.date_order is DateOrderChoice.MDY or self.view.date_order is DateOrder.MONTH_FIRST:
            return _("dates: month first")
        return _("dates: to be said") if self.needs_date_order else _("dates: plain")

    def _country_words(self) -> str:
        return _("country: {country}").format(country=self.country) if self.country else _("country: from the file")

    def _error_words(self) -> str:
        return _("all or nothing") if self.all_or_nothing else _("good rows go in")


def field_words(name: str | None) -> str:
    """Return what a column means, in words; a number tells a row's second product from its first."""
    if not name:
        return _("(left out)")
    kind, _blank, number = name.partition(" ")
    words = {
        "reference": _("Reference"),
        "kind": _("Kind of organisation"),
        "name": _("Name"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "website": _("Website"),
        "language": _("Language"),
        "street": _("Street"),
        "house_number": _("House number"),
        "postal_code": _("Postal code"),
        "city": _("City"),
        "region": _("Region"),
        "country": _("Country"),
        "register_number": _("Register number"),
        "vat_number": _("VAT number"),
        "contact_name": _("Contact's name"),
        "contact_first_name": _("Contact's first name"),
        "contact_last_name": _("Contact's last name"),
        "contact_email": _("Contact's e-mail"),
        "product_name": _("Product's name"),
        "product": _("Product's kind"),
        "product_expiry": _("Product's expiry"),
        "product_period": _("Product's period"),
        "product_auto_renewal": _("Product's auto-renewal"),
        "note": _("Note"),
    }.get(kind, kind)
    return f"{words} {number}" if number else words
