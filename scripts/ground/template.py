"""The migrated, empty database that test databases are copied from.

Migrating takes a minute and a run needs a database for each of its workers. So it is done once for
each state of the migrations, and new migrations are applied to a copy of what is there.
"""

import fcntl
import hashlib
import json
from urllib.parse import urlsplit

from . import application, database, places

PREFIX = "template_"
UNFINISHED = f"{PREFIX}unfinished"
LOCK = places.RUN / "template.lock"
# File and digest of what the present template was made from.
MADE_FROM = places.STATE / "template.json"
Files = dict[str, str]


def prepare(variables: dict[str, str]) -> dict[str, str]:
    """`variables` with the name of the template, which is there when this returns."""
    files = _files()
    name = _name(files)
    with LOCK.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = database.names(variables["DATABASE_URL"], PREFIX)
        if name not in known:
            _make(name, known, files, variables)
    return variables | {"TEST_DATABASE_TEMPLATE": name}


def _make(name: str, known: list[str], files: Files, variables: dict[str, str]) -> None:
    """It takes its name last: a run that was killed leaves nothing that looks finished."""
    url = variables["DATABASE_URL"]
    database.drop(url, [UNFINISHED])
    database.create(url, UNFINISHED, template=_forerunner(known, files))
    own = {"DATABASE_URL": _beside(url, UNFINISHED)}
    application.python("-m", "scripts.ground.migrating", variables=variables | own)
    database.rename(url, UNFINISHED, name)
    MADE_FROM.write_text(json.dumps(files))
    database.drop(url, [old for old in known if old != UNFINISHED])


def _forerunner(known: list[str], files: Files) -> str:
    """The template that only lacks some migrations; an empty database where there is none."""
    before: Files = json.loads(MADE_FROM.read_text()) if MADE_FROM.exists() else {}
    is_part = before.items() <= files.items()
    return _name(before) if is_part and _name(before) in known else "template1"


def _beside(url: str, name: str) -> str:
    """The address of another database on the same server; a path may begin with a socket folder."""
    parts = urlsplit(url)
    return parts._replace(path=f"{parts.path.rpartition('/')[0]}/{name}").geturl()


def _files() -> Files:
    """What a migrated database is made from."""
    migrations = (places.PROJECT / "apps").glob("*/migrations/*.py")
    return {
        str(path.relative_to(places.PROJECT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted([*migrations, places.PROJECT / "requirements.lock"])
    }


def _name(files: Files) -> str:
    return PREFIX + hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
