"""Queries, one module a topic; each name says what comes back."""
