"""simcred: portfolios for SIM micro-credentials, checked, explained and made ready to submit."""

__version__ = "0.1.0"
