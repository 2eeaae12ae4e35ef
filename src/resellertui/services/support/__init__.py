"""Support: codes by which the desk recognises callers, plans, and the codes of domain transfers."""
