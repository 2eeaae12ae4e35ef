"""Requests for quotes: who gets them, what stays hidden until a partner answers, and what becomes of them."""
