"""What nobody expected, as an answer with the id under which it was written down."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from resellertui.adapters.clock import SystemClock
from resellertui.domain.errors import ResellerError
from resellertui.settings import platform_folders

if TYPE_CHECKING:
    from resellertui.cli.call import Call


def incident_of(error: Exception, call: Call) -> ResellerError:
    """Write an unexpected error down and return the one to show."""
    from resellertui.tui.incidents import Incidents

    try:
        folder = call.settings.state_dir
    except ResellerError:
        folder = platform_folders(os.environ)["state_dir"]
    return Incidents(folder, SystemClock()).as_error(error)
