"""The job that delivers the outbox."""

from __future__ import annotations

from resellertui.domain.wording import ngettext
from resellertui.services.actor import Actor
from resellertui.services.jobs.outcome import Hindered
from resellertui.services.mail import Delivered, Mail
from resellertui.services.unit import Office


def deliver_mails(office: Office, actor: Actor) -> dict[str, int]:
    """Deliver what waits in the outbox, count it, and say what keeps mails from leaving."""
    delivered = Mail(office).deliver(actor)
    return Hindered({"sent": delivered.sent, "failed": delivered.failed}, _trouble(delivered))


def _trouble(delivered: Delivered) -> str:
    """Return what keeps every mail from leaving; of mails that wait, where the reasons are found."""
    if delivered.trouble or not delivered.waiting:
        return delivered.trouble
    return ngettext(
        "{count} mail waits for another attempt: `resellertui mail list --state failed` and `mail show` say why.",
        "{count} mails wait for another attempt: `resellertui mail list --state failed` and `mail show` say why.",
        delivered.waiting,
    ).format(count=delivered.waiting)
