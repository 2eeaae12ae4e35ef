"""The demonstration: a made-up agency, its clients and two years of their partnerships, told through the services."""

from resellertui.services.demo.making import make_demo
from resellertui.services.demo.people import DEMO_PASSWORD

__all__ = ("DEMO_PASSWORD", "make_demo")
