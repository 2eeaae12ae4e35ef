"""The areas of partners' documents in the façade: `console.Services` has them beside all others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resellertui.services.reinvoicing.crediting import ReinvoiceCredits
    from resellertui.services.reinvoicing.documents import ReinvoiceDocuments
    from resellertui.services.reinvoicing.exporting import ReinvoiceExports
    from resellertui.services.reinvoicing.folders import ReinvoiceFolders
    from resellertui.services.reinvoicing.issuing import ReinvoiceRuns
    from resellertui.services.reinvoicing.paying import ReinvoicePayments
    from resellertui.services.reinvoicing.received import ReceivedDocuments
    from resellertui.services.reinvoicing.reminders import ReinvoiceReminders
    from resellertui.services.reinvoicing.statement import ReinvoiceStatements
    from resellertui.services.unit import Office


class ReinvoiceDocumentAreas:
    """What screens and commands call for the documents themselves, each area made when it is first asked for."""

    office: Office

    @cached_property
    def reinvoice_credits(self) -> ReinvoiceCredits:
        """Credit notes."""
        from resellertui.services.reinvoicing.crediting import ReinvoiceCredits

        return ReinvoiceCredits(self.office)

    @cached_property
    def reinvoice_documents(self) -> ReinvoiceDocuments:
        """What a partner issued to its clients."""
        from resellertui.services.reinvoicing.documents import ReinvoiceDocuments

        return ReinvoiceDocuments(self.office)

    @cached_property
    def reinvoice_exports(self) -> ReinvoiceExports:
        """Documents to clients as files."""
        from resellertui.services.reinvoicing.exporting import ReinvoiceExports

        return ReinvoiceExports(self.office)

    @cached_property
    def reinvoice_folders(self) -> ReinvoiceFolders:
        """The files of many documents at once."""
        from resellertui.services.reinvoicing.folders import ReinvoiceFolders

        return ReinvoiceFolders(self.office)

    @cached_property
    def reinvoice_runs(self) -> ReinvoiceRuns:
        """What a month's invoices would be, and issuing them."""
        from resellertui.services.reinvoicing.issuing import ReinvoiceRuns

        return ReinvoiceRuns(self.office)

    @cached_property
    def reinvoice_payments(self) -> ReinvoicePayments:
        """What clients paid."""
        from resellertui.services.reinvoicing.paying import ReinvoicePayments

        return ReinvoicePayments(self.office)

    @cached_property
    def received_documents(self) -> ReceivedDocuments:
        """What partners billed the reader's organisation."""
        from resellertui.services.reinvoicing.received import ReceivedDocuments

        return ReceivedDocuments(self.office)

    @cached_property
    def reinvoice_reminders(self) -> ReinvoiceReminders:
        """Reminding clients."""
        from resellertui.services.reinvoicing.reminders import ReinvoiceReminders

        return ReinvoiceReminders(self.office)

    @cached_property
    def reinvoice_statements(self) -> ReinvoiceStatements:
        """What clients owe."""
        from resellertui.services.reinvoicing.statement import ReinvoiceStatements

        return ReinvoiceStatements(self.office)
