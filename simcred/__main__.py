"""`python -m simcred`."""

from simcred.cli.main import main

main()
