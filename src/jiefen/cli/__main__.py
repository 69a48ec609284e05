"""`python -m jiefen.cli`: the command, also where no script is installed."""

from jiefen.cli.main import main

main()
