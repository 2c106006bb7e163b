"""Use cases: open a snapshot, load it, assess it, hand it on. The command line fills in options and prints."""
