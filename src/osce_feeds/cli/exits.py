"""Exit codes, the same for every command."""

DONE = 0
SOME_REFUSED = 1
USAGE = 2
REFUSED = 3
