"""The submission packet: what a developer and the centre read. Context first (pure), then one HTML page."""
