"""The areas of re-invoicing in the façade: `console.Services` has them beside all others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resellertui.services.reinvoicing.deciding import LineDecisions
    from resellertui.services.reinvoicing.leakage import Leakage
    from resellertui.services.reinvoicing.line_exporting import ReinvoiceLineExports
    from resellertui.services.reinvoicing.lines import ChargedLines
    from resellertui.services.reinvoicing.margins import Margins
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

    @cached_property
    def margins(self) -> Margins:
        """What clients are charged beyond the cost."""
        from resellertui.services.reinvoicing.margins import Margins

        return Margins(self.office)

    @cached_property
    def charged_lines(self) -> ChargedLines:
        """What the provider charged for clients."""
        from resellertui.services.reinvoicing.lines import ChargedLines

        return ChargedLines(self.office)

    @cached_property
    def line_decisions(self) -> LineDecisions:
        """What is decided about that."""
        from resellertui.services.reinvoicing.deciding import LineDecisions

        return LineDecisions(self.office)

    @cached_property
    def leakage(self) -> Leakage:
        """What is not billed."""
        from resellertui.services.reinvoicing.leakage import Leakage

        return Leakage(self.office)

    @cached_property
    def line_exports(self) -> ReinvoiceLineExports:
        """Charged lines as files."""
        from resellertui.services.reinvoicing.line_exporting import ReinvoiceLineExports

        return ReinvoiceLineExports(self.office)
