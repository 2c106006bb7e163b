"""Asking the system, with a time limit and without changing anything; and starting a person's own programs when they ask for it."""
