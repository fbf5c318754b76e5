"""`python -m fauxmart`: the command line."""

from ._cli import main

main()
