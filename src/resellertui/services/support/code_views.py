"""What the use cases of codes, plans and the desk answer."""

from __future__ import annotations

from datetime import date, datetime

from resellertui.domain.partnership import Access
from resellertui.domain.roles import Role
from resellertui.services.views import View


class PlanView(View):
    """A support plan."""

    id: str
    label: str
    sku: str
    """What to order for it; empty for the one that everybody has."""
    response_hours: int
    """Hours to the first response; 0 is best effort."""
    response_target: str
    """The same in words."""
    emergency_calls: bool
    account_managers: int
    vip_code: bool
    is_current: bool


class PlanPage(View):
    """The support plan of an organisation beside all there are, from the lowest to the highest."""

    organisation: str
    current: PlanView
    until: date | None
    """When the subscription behind it expires; None where there is none."""
    renews: bool
    """Whether it renews by itself."""
    least_months: int
    """For how many months a Premium plan is taken at least."""
    plans: tuple[PlanView, ...]


class OwnCodeView(View):
    """One's own support code, which was just noted as shown."""

    code: str | None
    """Its ten digits; None in a rehearsal, which shows none."""
    shown: str
    """The same in groups, as it is read out."""
    valid_until: datetime
    is_new: bool
    """Issued by this very look at it."""
    organisation: str


class VipCodeView(View):
    """The VIP code of an organisation, which was just noted as shown."""

    code: str | None
    shown: str
    issued_at: datetime
    is_new: bool
    organisation: str
    plan: str
    """The plan that has it, by its label."""


class CodesView(View):
    """How things stand with the codes, without any digits: for a window that shows them only when asked."""

    organisation: str
    valid_until: datetime | None
    """Until when one's own code lives; None where none does, so that the next look makes one."""
    plan: str
    plan_id: str
    vip: bool
    """Whether the reader may see a VIP code of the organisation."""
    vip_issued_at: datetime | None
    """When the VIP code that lives was issued."""
    why_no_vip: str
    """Why there is no VIP code, with the plans that have one; empty where `vip`."""


class OpenAccessView(View):
    """A temporary access that is open."""

    service: str
    person: str
    until: datetime


class InChargeView(View):
    """A partner that has an active partnership with the caller's organisation."""

    name: str
    access: Access
    paused: bool


class CallerView(View):
    """Whom a code belongs to, for the desk."""

    vip: bool
    """A VIP code, which says the organisation and no person."""
    caller: str | None
    caller_id: str | None
    caller_email: str | None
    role: Role | None
    organisation: str
    organisation_id: str
    plan: str
    plan_id: str
    response_hours: int
    response_target: str
    emergency_calls: bool
    account_managers: int
    grants: tuple[OpenAccessView, ...]
    partners: tuple[InChargeView, ...]
    valid_until: datetime | None
    """Until when the desk takes this code; None for a VIP code."""


class KeyView(View):
    """The master key of codes: its id and where it lies, never the key."""

    id: str | None
    """None before the first code."""
    made_at: datetime | None
    place: str
    """Where it is kept, or would be; in words."""
    is_here: bool
    """Whether this console has it."""
    ended_codes: int = 0
    """How many codes ended with the former key."""


class TransferCodeView(View):
    """The transfer code of a domain."""

    product: str
    product_id: str
    code: str | None
    """None for whoever entered it, and in a rehearsal."""
    entered_at: datetime


class TransferKeyView(View):
    """The key that transfer codes are sealed with: its id and where it lies, never the key."""

    id: str | None
    """None while no code is kept: the next one makes it."""
    place: str
    """Where it is kept, or would be; in words."""
    is_here: bool
    """Whether this console has it."""
    sealed: int = 0
    """How many codes were sealed anew with it."""
    dropped: tuple[str, ...] = ()
    """The domains whose codes went with the former key, to be entered anew."""
