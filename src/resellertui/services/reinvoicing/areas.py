"""The areas of re-invoicing in the façade: `console.Services` has them beside all others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resellertui.services.reinvoicing.settings import ReinvoiceSetup
    from resellertui.services.unit import Office


class ReinvoicingAreas:
    """What screens and commands call to bill clients on, each area made when it is first asked for."""

    office: Office

    @cached_property
    def reinvoice_settings(self) -> ReinvoiceSetup:
        """How a partner bills its clients."""
        from resellertui.services.reinvoicing.settings import ReinvoiceSetup

        return ReinvoiceSetup(self.office)
