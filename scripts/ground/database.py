"""Questions to the database that the portal is going to use, ours or a given one."""

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
        return psycopg.connect(**options, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise StackError(f"连接不上数据库：{str(error).strip()}。请检查 DATABASE_URL。") from None


def require_locale(url: str) -> None:
    """Under locale C a Chinese word has no trigrams: search would be slow and blind."""
    with _connect(url) as connection:
        encoding, character_type = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    if encoding != "UTF8" or character_type in ("C", "POSIX"):
        raise StackError(
            f"数据库的编码为 {encoding}、字符区域为 {character_type}，无法检索中文："
            "请用 CREATE DATABASE … ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0 重建。"
        )


def has_users(url: str) -> bool:
    """Whether anybody has worked here: a database in use is never filled with the demo city."""
    with _connect(url) as connection:
        return connection.execute("SELECT EXISTS (SELECT FROM accounts_user)").fetchone()[0]
