"""How an organisation comes into the programme and stays in it (rules: joining the programme)."""
