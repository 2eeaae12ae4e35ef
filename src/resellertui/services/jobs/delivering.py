"""The job that delivers the outbox."""

from __future__ import annotations

from resellertui.services.actor import Actor
from resellertui.services.mail import Mail
from resellertui.services.unit import Office


def deliver_mails(office: Office, actor: Actor) -> dict[str, int]:
    """Deliver what waits in the outbox, and count it."""
    delivered = Mail(office).deliver(actor)
    return {"sent": delivered.sent, "failed": delivered.failed}
