"""The cities that are measured: made when needed, kept as long as nothing that makes them changes."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import connection
from django.utils import timezone

from apps.portal.city.plan import CITY_ORGANISATIONS, last_whole_month
from bench.places import PROJECT, environment

SEED = 7
LONG, SHORT = 5, 1
# What a row depends on besides the parameters.
SOURCES = ("apps/portal/city/*.py", "apps/*/migrations/*.py", "fixtures/*.json")


@dataclass(frozen=True)
class City:
    """A database of the bench and the seconds that it took to fill."""

    database: str
    seconds: float
    until: date


def ready(
    years: int,
    *,
    organisations: int = CITY_ORGANISATIONS,
    of_each_register: int = 0,
    until: date | None = None,
) -> City:
    """The full city over `years` years, made now or found as it was left; with so many projects
    and so many brands, if a number is given, and up to another day than the last month's."""
    suffix = f"_{of_each_register}r" if of_each_register else ""
    suffix += f"_{until:%Y%m}" if until else ""
    database = f"bench_city_{organisations}_{years}y{suffix}"
    until = until or last_whole_month(timezone.localdate())
    wanted = {"digest": _digest(), "seed": SEED, "until": until.isoformat()}
    found = _marker(database)
    if {name: found.get(name) for name in wanted} != wanted:
        say(f"making {database} …")
        options = {"organisations": organisations, "years": years, "seed": SEED, "until": until}
        if of_each_register:
            options |= {"projects": of_each_register, "brands": of_each_register}
        found = wanted | {"seconds": _make(database, options)}
        _mark(database, found)
    return City(database, found["seconds"], until)


def say(text: str) -> None:
    """Progress; the standard output carries figures only."""
    print(text, file=sys.stderr, flush=True)


def copy(source: str, target: str) -> str:
    """A second database with the same rows, to be written into and thrown away."""
    drop(target)
    _run(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    return target


def drop(database: str) -> None:
    _run(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def manage(database: str, *arguments: str) -> None:
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(
        command, cwd=PROJECT, env=environment(database), check=True, stdout=sys.stderr.fileno()
    )


def _make(database: str, options: dict) -> float:
    drop(database)
    _run(f'CREATE DATABASE "{database}"')
    manage(database, "migrate", "--verbosity=0")
    began = time.perf_counter()
    manage(
        database,
        "make_city",
        "--in-production",
        *(f"--{name}={value}" for name, value in options.items()),
    )
    return time.perf_counter() - began


def _digest() -> str:
    files = sorted(path for pattern in SOURCES for path in PROJECT.glob(pattern))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _marker(database: str) -> dict:
    """What the comment of the database says; nothing where there is no such database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [database],
        )
        row = cursor.fetchone()
    return json.loads(row[0]) if row and row[0] else {}


def _mark(database: str, marker: dict) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_literal(%s)", [json.dumps(marker)])
        text = cursor.fetchone()[0]
        cursor.execute(f'COMMENT ON DATABASE "{database}" IS {text}')


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
