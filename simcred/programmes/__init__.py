"""Programmes: read from their files, laid over one another, and looked through for mistakes."""

MAIN = "programme.yaml"
FOLDERS = {"checklists": "checklist", "overlays": "overlay", "forms": "form"}
"""The folders of a programme, and the format of the files in each. Whatever else lies beside programme.yaml is not its own."""
