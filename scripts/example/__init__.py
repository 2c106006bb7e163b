"""What `scripts/example_portfolio.py` makes the example portfolio from, one job a module."""
