"""What a partner bills its own clients: its margins, its documents, what came of them (rules: re-invoicing)."""
