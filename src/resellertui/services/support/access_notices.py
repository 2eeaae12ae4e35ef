"""The mails that a person gets about their temporary accesses."""

from __future__ import annotations

from resellertui.domain.temporary_access import service_label
from resellertui.domain.wording import _, ngettext
from resellertui.formats import moment
from resellertui.services.outbox import queue
from resellertui.services.unit import Unit
from resellertui.store.models import TemporaryAccess
from resellertui.store.queries import people as people_queries
from resellertui.store.queries.people import Recipient


def tell_of_first_look(unit: Unit, row: TemporaryAccess, staff: str, case: str, purpose: str) -> None:
    """Tell whoever gave an access that support has looked through it for the first time."""
    label, at, until = service_label(row.service), unit.now, row.expires_at

    def text() -> tuple[str, str]:
        return _("Support has looked into your {service}").format(service=label), _paragraphs(
            _("{staff} of the provider's support opened your {service} on {moment}.").format(
                staff=staff, service=label, moment=moment(at)
            ),
            _("For {case}: {purpose}").format(case=case, purpose=purpose),
            _("You gave the access, which lasts until {moment}.").format(moment=moment(until)),
            _("Later looks come without a mail: see them all, and revoke the access, under Support, or run:"),
            f"    resellertui support grants\n    resellertui support revoke {row.service}",
        )

    queue(unit, _recipient(unit, row), "access.looked", text, org_id=row.org_id)


def tell_of_end(unit: Unit, row: TemporaryAccess, looks: int) -> None:
    """Tell whoever gave an access that time has ended it."""
    label, until = service_label(row.service), row.expires_at

    def text() -> tuple[str, str]:
        looked = ngettext("Support looked into it {count} time.", "Support looked into it {count} times.", looks)
        return _("Support's access to your {service} has ended").format(service=label), _paragraphs(
            _("The access that you gave ended by itself on {moment}.").format(moment=moment(until)),
            looked.format(count=looks) if looks else _("Support did not look into it."),
            _("Each look is listed with its purpose under Support, or run:"),
            "    resellertui support grants",
        )

    queue(unit, _recipient(unit, row), "access.ended", text, org_id=row.org_id)


def _recipient(unit: Unit, row: TemporaryAccess) -> list[Recipient]:
    user = people_queries.user_by_id(unit.session, row.user_id)
    if people_queries.role_of(unit.session, row.user_id, row.org_id) is None:
        return []  # whoever left, and may be erased, is not written to
    return [] if user is None else [Recipient(user.id, user.name, user.email, user.language)]


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
