"""Questions to the database that the portal is going to use, ours or a given one."""

from collections.abc import Iterable

from .faults import StackError


def _connect(url: str):
    # Only the virtual environment has these two; all else here needs no packages.
    import environ
    import psycopg

    named = environ.Env.db_url_config(url)
    keys = {
        "HOST": "host",
        "PORT": "port",
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
    }
    options = {ours: named[theirs] for theirs, ours in keys.items() if named.get(theirs)}
    try:
        return psycopg.connect(**options, **named.get("OPTIONS", {}), connect_timeout=10)
    except psycopg.OperationalError as error:
        raise StackError(f"连接不上数据库，请检查 DATABASE_URL：{str(error).strip()}") from None


def require_reachable(url: str) -> None:
    _connect(url).close()


def has_users(url: str) -> bool:
    """Whether anybody has worked here: a database in use is never filled with the demo city."""
    with _connect(url) as connection:
        return connection.execute("SELECT EXISTS (SELECT FROM accounts_user)").fetchone()[0]


def names(url: str, prefix: str) -> list[str]:
    """The databases whose name begins with `prefix`, on the server that `url` leads to."""
    question = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
    with _connect(url) as connection:
        return [name for (name,) in connection.execute(question, [prefix])]


def create(url: str, name: str, *, template: str) -> None:
    _order(url, "CREATE DATABASE {} TEMPLATE {}", name, template)


def drop(url: str, unwanted: Iterable[str]) -> None:
    for name in unwanted:
        _order(url, "DROP DATABASE IF EXISTS {}", name)


def rename(url: str, old: str, new: str) -> None:
    _order(url, "ALTER DATABASE {} RENAME TO {}", old, new)


def _order(url: str, order: str, *databases: str) -> None:
    """An order about whole databases, which is given outside of any transaction."""
    from psycopg import sql

    with _connect(url) as connection:
        connection.autocommit = True
        connection.execute(sql.SQL(order).format(*map(sql.Identifier, databases)))
