"""Bytes to values and findings: strict YAML with positions, the JSON Schemas, one generic decoder."""
