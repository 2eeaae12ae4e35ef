"""Requests for quotes on the screen: what partners, requesters and staff see of them, and their forms."""
