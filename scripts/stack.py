#!/usr/bin/env python3
"""Door to the development stack: `stack.py run|test|lint|exec|manage|bench|drill|stop|clean`."""

import os
import sys

# Testing, measuring and breaking happen on servers of their own, beside those of `run`.
if sys.argv[1:2] in (["test"], ["bench"], ["drill"]):
    os.environ.setdefault("STACK_INSTANCE", sys.argv[1])

from ground.verbs import main  # noqa: E402 - the places are fixed when they are imported

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
