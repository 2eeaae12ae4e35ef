"""Renewals: what time alone renews, blocks and ends, what is coming, and what it will cost."""
