"""From the command line into the console."""
from __future__ import annotations
from resellertui.cli.call import Call
def open_console(call: Call) -> None:
    """x."""
    raise NotImplementedError
