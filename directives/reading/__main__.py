"""`python -m directives.reading FILE`: reads a file without framework or database."""

import sys

from directives.reading.command import main

sys.exit(main(sys.argv[1:]))
