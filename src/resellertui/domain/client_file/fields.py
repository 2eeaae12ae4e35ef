"""What a column of a client list can mean."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Field(StrEnum):
    """One piece of a client's data, or of one of its products; several columns may speak of further products."""

    REFERENCE = "reference"
    KIND = "kind"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    LANGUAGE = "language"
    STREET = "street"
    """The street, or street and house number together where no column gives the number alone."""

    HOUSE_NUMBER = "house_number"
    POSTAL_CODE = "postal_code"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    REGISTER_NUMBER = "register_number"
    VAT_NUMBER = "vat_number"
    CONTACT_NAME = "contact_name"
    CONTACT_FIRST_NAME = "contact_first_name"
    CONTACT_LAST_NAME = "contact_last_name"
    CONTACT_EMAIL = "contact_email"
    PRODUCT_NAME = "product_name"
    PRODUCT = "product"
    """The product's kind: a sku, a label, a family."""

    PRODUCT_EXPIRY = "product_expiry"
    PRODUCT_PERIOD = "product_period"
    PRODUCT_AUTO_RENEWAL = "product_auto_renewal"
    NOTE = "note"
    """A remark, or the evidence of an agreement."""


PRODUCT_FIELDS = frozenset(field for field in Field if field.startswith("product"))


class Target(NamedTuple):
    """What one column means; the number tells a row's first product from its second."""

    field: Field
    number: int = 1

    def __str__(self) -> str:
        return self.field.value if self.number == 1 else f"{self.field.value} {self.number}"

    @classmethod
    def parse(cls, text: str) -> Target:
        """Return the target that was written as this text.

        Raises:
            ValueError: it is none.
        """
        name, _, number = text.partition(" ")
        target = cls(Field(name), int(number or 1))
        if target.number < 1 or (target.number > 1 and target.field not in PRODUCT_FIELDS):
            raise ValueError(text)
        return target
