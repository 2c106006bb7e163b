"""Rules: generators over facts. None of them reads a file, and none knows how its findings are shown."""
