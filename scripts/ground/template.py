"""The migrated, empty database that test databases are copied from.

Migrating takes half a minute and a run needs a database for each of its workers. The template is made
once for each state of the migrations and thrown away when they change.
"""

import fcntl
import hashlib
from urllib.parse import urlsplit

from . import application, database, places

PREFIX = "template_"
LOCK = places.RUN / "template.lock"


def prepare(variables: dict[str, str]) -> dict[str, str]:
    """`variables` with the name of the template, which is there when this returns."""
    name = PREFIX + _digest()
    url = variables["DATABASE_URL"]
    with LOCK.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = database.names(url, PREFIX)
        if name not in known:
            database.drop(url, known)
            _make(name, url, variables)
    return variables | {"TEST_DATABASE_TEMPLATE": name}


def _make(name: str, url: str, variables: dict[str, str]) -> None:
    """It takes its name last: a run that was killed leaves nothing that looks finished."""
    unfinished = f"{PREFIX}unfinished"
    database.drop(url, [unfinished])
    database.create(url, unfinished)
    own = {"DATABASE_URL": _beside(url, unfinished)}
    application.manage("migrate", "--verbosity=0", variables=variables | own)
    database.rename(url, unfinished, name)


def _beside(url: str, name: str) -> str:
    """The address of another database on the same server; a path may begin with a socket folder."""
    parts = urlsplit(url)
    return parts._replace(path=f"{parts.path.rpartition('/')[0]}/{name}").geturl()


def _digest() -> str:
    """Of what a migrated database is made from."""
    digest = hashlib.sha256()
    migrations = sorted((places.PROJECT / "apps").glob("*/migrations/*.py"))
    for path in (*migrations, places.PROJECT / "requirements.lock"):
        digest.update(str(path.relative_to(places.PROJECT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
