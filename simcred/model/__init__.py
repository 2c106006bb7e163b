"""Plain values: what a portfolio, a checklist, a review and an outcome are. No reading, no writing, no decoding."""
