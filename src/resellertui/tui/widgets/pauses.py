"""How long what can wait waits, so that what a key shows is painted first."""

PAINTED = 0.03
"""Seconds in which what is here is painted: what is read, counted or written behind it starts after them."""
