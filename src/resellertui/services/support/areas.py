"""The areas of support in the façade: `console.Services` has them beside all others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resellertui.services.support.codes import SupportCodes
    from resellertui.services.support.desk import SupportDesk
    from resellertui.services.support.keys import SupportKeys
    from resellertui.services.support.plans import SupportPlans
    from resellertui.services.support.transfer import TransferCodes
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
