"""Where the bench keeps its things, and the environment of its processes."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
STATE = PROJECT / ".data" / "bench-runs"


def environment(database: str) -> dict[str, str]:
    """Settings of production over a database of the bench; `database` is its name."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    own = {
        "DATABASE_URL": f"{server}/{database}",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        # Loopback has no TLS; without this every request would be a redirect.
        "INSECURE_INTRANET": "1",
        "FILE_ROOT": str(STATE / "files" / database),
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(PROJECT),
    }
    return {**os.environ, **own}
