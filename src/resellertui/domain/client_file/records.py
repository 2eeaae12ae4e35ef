"""What a row of a client list says once it is understood, or why it can't be taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from resellertui.domain.client_file.fields import Field
from resellertui.domain.errors import FieldProblem
from resellertui.domain.organisation import OrganisationData
from resellertui.domain.programme import ProductKind


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product that a row names."""

    name: str
    """A domain name in lower case for kinds named by one; the kind's label where the row gives no name."""

    sku_text: str
    """The kind as the row has it; empty where the domain's ending told it."""

    kind: ProductKind
    expiry: date
    period_months: int
    """The kind's own period where the row gives none."""

    auto_renew: bool | None
    """None where the row does not say."""


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One row that can be taken: everything tidy and checked, as it would be stored."""

    line: int
    organisation: OrganisationData
    reference: str = ""
    contact_name: str = ""
    contact_email: str = ""
    note: str = ""
    products: tuple[ProductRow, ...] = ()
    stated: frozenset[Field] = field(default=frozenset(), compare=False)
    """The fields that the row itself gives: the others are empty, or were concluded from these."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One row that can't be taken, with everything that is wrong with it; the first problem stands for the row."""

    line: int
    problems: tuple[FieldProblem, ...]

    @property
    def field(self) -> str:
        """The field of the first problem; empty where the row as a whole is wrong."""
        return self.problems[0].field

    @property
    def reason(self) -> str:
        """The first problem in words."""
        return self.problems[0].reason
