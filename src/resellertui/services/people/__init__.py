"""The people of an organisation: roles, rights on products, clients granted to them, invitations."""

from __future__ import annotations

from resellertui.services.people.granting import Granting
from resellertui.services.people.inviting import Inviting
from resellertui.services.people.members import Members


class People(Members, Granting, Inviting):
    """What legal representatives and administrators do with the people of their organisation."""
