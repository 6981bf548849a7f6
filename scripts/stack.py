#!/usr/bin/env python3
"""Door to the development stack: `stack.py run|test|exec|manage|bench|drill|stop|clean`."""

import sys

from ground.verbs import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
