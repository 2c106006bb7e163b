"""Snapshots: the working folder, or a tree held in memory. The only part that touches files for reading."""
