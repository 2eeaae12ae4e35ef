"""The life of partnerships, from both sides: reading, asking and answering, changing, ending."""

from resellertui.services.partnerships.agreements import Agreements
from resellertui.services.partnerships.reading import Partnerships
from resellertui.services.partnerships.requests import Requests

__all__ = ["Agreements", "Partnerships", "Requests"]
