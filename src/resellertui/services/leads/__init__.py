"""Requests for quotes: filing, routing, offering, deciding, and the contracts that come of them."""
