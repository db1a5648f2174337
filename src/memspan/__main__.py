"""`python -m memspan` is the `memspan` command."""

from memspan.cli import main

main()
