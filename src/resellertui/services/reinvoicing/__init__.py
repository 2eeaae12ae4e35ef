"""Re-invoicing: a partner bills its clients what the provider charged it for them (rules: re-invoicing)."""
