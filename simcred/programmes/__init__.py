"""Programmes: read from their files, laid over one another, and looked through for mistakes."""
