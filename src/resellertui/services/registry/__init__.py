"""The registry checks of VAT and register numbers: what is asked, what was answered, what follows from it."""
