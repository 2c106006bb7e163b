"""Every write to a portfolio: whole files, put in place at once, data before the manifest that names it."""
