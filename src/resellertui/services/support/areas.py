"""The areas of support in the façade: `console.Services` has them beside all others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resellertui.services.support.access import SupportAccess
    from resellertui.services.support.cases import SupportCases
    from resellertui.services.support.codes import SupportCodes
    from resellertui.services.support.desk import SupportDesk
    from resellertui.services.support.keys import SupportKeys
    from resellertui.services.support.looks import SupportLooks
    from resellertui.services.support.plans import SupportPlans
    from resellertui.services.support.queue import SupportQueue
    from resellertui.services.support.transfer import TransferCodes
    from resellertui.services.support.transfer_keys import TransferKeys
    from resellertui.services.unit import Office


class SupportAreas:
    """What screens and commands call for support, each area made when it is first asked for."""

    def __init__(self, office: Office) -> None:
        self.office = office

    @cached_property
    def support_codes(self) -> SupportCodes:
        """Codes that callers say."""
        from resellertui.services.support.codes import SupportCodes

        return SupportCodes(self.office)

    @cached_property
    def support_desk(self) -> SupportDesk:
        """Recognising callers."""
        from resellertui.services.support.desk import SupportDesk

        return SupportDesk(self.office)

    @cached_property
    def support_keys(self) -> SupportKeys:
        """The key of all codes."""
        from resellertui.services.support.keys import SupportKeys

        return SupportKeys(self.office)

    @cached_property
    def support_plans(self) -> SupportPlans:
        """What support is promised."""
        from resellertui.services.support.plans import SupportPlans

        return SupportPlans(self.office)

    @cached_property
    def transfer_codes(self) -> TransferCodes:
        """Codes of domain transfers."""
        from resellertui.services.support.transfer import TransferCodes

        return TransferCodes(self.office)

    @cached_property
    def transfer_keys(self) -> TransferKeys:
        """The key of transfer codes."""
        from resellertui.services.support.transfer_keys import TransferKeys

        return TransferKeys(self.office)

    @cached_property
    def support_access(self) -> SupportAccess:
        """Leave to look into one's own content."""
        from resellertui.services.support.access import SupportAccess

        return SupportAccess(self.office)

    @cached_property
    def support_looks(self) -> SupportLooks:
        """Looking by that leave, and the grants that are signed for it."""
        from resellertui.services.support.looks import SupportLooks

        return SupportLooks(self.office)

    @cached_property
    def support_cases(self) -> SupportCases:
        """Writing to the support."""
        from resellertui.services.support.cases import SupportCases

        return SupportCases(self.office)

    @cached_property
    def support_queue(self) -> SupportQueue:
        """Answering at the desk."""
        from resellertui.services.support.queue import SupportQueue

        return SupportQueue(self.office)
