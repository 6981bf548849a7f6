#!/usr/bin/env python3
"""Door to the development stack: `stack.py run|test|lint|…`, see ground/verbs.py."""

import os
import sys

# Testing, measuring and breaking happen on servers of their own, beside those of `run`.
VERB = (sys.argv[1:2] or [""])[0]
if VERB.startswith("test") or VERB in ("bench", "drill"):
    os.environ.setdefault("STACK_INSTANCE", VERB.partition("-")[0])

from ground.verbs import main  # noqa: E402 - the places are fixed when they are imported

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
