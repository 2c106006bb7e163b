"""The command line: one module per audience. Commands fill in options, call the app, return an exit code."""
