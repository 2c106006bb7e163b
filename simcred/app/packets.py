"""Making the packet."""
