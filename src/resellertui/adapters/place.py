"""Where a sign-in is made: the machine's name, and the address that came over SSH."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from ipaddress import ip_address

from resellertui.domain.text import MAX_NAME, visible


def place_here(environment: Mapping[str, str] | None = None) -> str:
    """Return the machine's name, and after it the client's address where the console is reached over SSH.

    Both come from outside: the name is made visible and cut, and what is no address is left out.
    """
    variables = os.environ if environment is None else environment
    host = visible(socket.gethostname()).strip()[: MAX_NAME - 100]
    words = variables.get("SSH_CONNECTION", "").split()
    try:
        address = str(ip_address(words[0].partition("%")[0])) if words else ""
    except ValueError:
        address = ""
    return " ← ".join(part for part in (host, address) if part)
