"""The areas of the programme in the façade: `console.Services` has them beside all others."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from resellertui.services.directory_export import DirectoryExports
    from resellertui.services.programme.admissions import Admissions
    from resellertui.services.programme.applying import Applications
    from resellertui.services.programme.arrears import ArrearsTasks
    from resellertui.services.programme.listings import Listings
    from resellertui.services.programme.membership import ProgrammePage
    from resellertui.services.unit import Office


class ProgrammeAreas:
    """What screens and commands call for the programme, each area made when it is first asked for."""

    office: Office

    @cached_property
    def applications(self) -> Applications:
        """Applying."""
        from resellertui.services.programme.applying import Applications

        return Applications(self.office)

    @cached_property
    def admissions(self) -> Admissions:
        """Deciding applications."""
        from resellertui.services.programme.admissions import Admissions

        return Admissions(self.office)

    @cached_property
    def membership(self) -> ProgrammePage:
        """How a partner stands."""
        from resellertui.services.programme.membership import ProgrammePage

        return ProgrammePage(self.office)

    @cached_property
    def listings(self) -> Listings:
        """A partner's own listing."""
        from resellertui.services.programme.listings import Listings

        return Listings(self.office)

    @cached_property
    def arrears(self) -> ArrearsTasks:
        """Overdue invoices of partners' clients."""
        from resellertui.services.programme.arrears import ArrearsTasks

        return ArrearsTasks(self.office)

    @cached_property
    def directory_exports(self) -> DirectoryExports:
        """The directory as it is published."""
        from resellertui.services.directory_export import DirectoryExports

        return DirectoryExports(self.office)
