"""The mail that tells of a number which a registry does not know any more."""

from __future__ import annotations

from resellertui.domain.notices import About
from resellertui.domain.registry import Fact, Source, shown_number, source_name
from resellertui.domain.wording import _
from resellertui.formats import moment
from resellertui.services.outbox import queue
from resellertui.services.unit import Unit
from resellertui.store.models import Organisation
from resellertui.store.queries import people as people_queries

KIND = "registry.invalid"


def tell_of_invalid(unit: Unit, org: Organisation, fact: Fact, number: str) -> None:
    """Mail the organisation's legal representatives, and the provider's legal representatives and administrators."""

    def text() -> tuple[str, str]:
        shown = shown_number(fact, number)
        registry = source_name(Source.VIES if fact is Fact.VAT_NUMBER else Source.UID)
        parts = [
            _("{registry} said on {when} that {number} of {organisation} is not valid.").format(
                registry=registry[:1].upper() + registry[1:],
                when=moment(unit.now),
                number=shown,
                organisation=org.name,
            )
        ]
        if fact is Fact.VAT_NUMBER:
            parts.append(
                _(
                    "Invoices that exist stay as they are. As long as nothing else is said, later ones are made out as "
                    "if there were no VAT number, and say so."
                )
            )
        parts.append(
            _("Is the number mistyped? Then correct it in the client account: open resellertui, Client account.")
        )
        return _("{number} of {organisation} is not valid").format(number=shown, organisation=org.name), (
            "\n\n".join(parts) + "\n"
        )

    own = people_queries.legal_representatives(unit.session, org.id)
    told = {one.user_id for one in own}
    provider_id = unit.installation.provider_id
    staff = [one for one in people_queries.answering(unit.session, provider_id) if one.user_id not in told]
    for people, org_id in ((own, org.id), (staff, provider_id)):
        queue(unit, people, KIND, text, org_id=org_id, about=(About.ORGANISATION, org.id))
