"""What was typed, what is shown of a hit, and the ground that searching stands on."""

import psycopg
import pytest
from django.db import connection, connections

from apps.core.checks import database_collation_knows_chinese
from apps.core.search import Typed


@pytest.fixture
def database_of_locale_c(django_db_setup, django_db_blocker):
    """The alias of an empty database in which no character but ASCII is a letter."""
    name = f"{connection.settings_dict['NAME']}_plain"
    place = {k: v for k, v in connection.get_connection_params().items() if k in ("host", "user")}
    with (
        django_db_blocker.unblock(),
        psycopg.connect(dbname="postgres", autocommit=True, **place) as server,
    ):
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f"CREATE DATABASE \"{name}\" LOCALE 'C' TEMPLATE template0")
        connections.databases["plain"] = {**connection.settings_dict, "NAME": name}
        yield "plain"
        connections["plain"].close()
        del connections.databases["plain"]
        server.execute(f'DROP DATABASE "{name}"')


def test_own_database_knows_chinese(db):
    assert database_collation_knows_chinese(None, databases=["default"]) == []


def test_database_of_locale_c_is_refused_at_the_start(database_of_locale_c):
    (error,) = database_collation_knows_chinese(None, databases=[database_of_locale_c])
    assert error.id == "sixlights.E002"
    assert "中文检索无法使用索引" in error.msg


@pytest.mark.parametrize(
    ("typed", "text", "html"),
    [
        ("曾国", "曾国藩", "<mark>曾国</mark>藩"),
        ("ppt", "写 PPT", "写 <mark>PPT</mark>"),
        ("a b", "<b>", "&lt;<mark>b</mark>&gt;"),
        (".*", "全部", "全部"),
        ("", "全部", "全部"),
    ],
)
def test_found_words_are_marked_and_the_rest_is_escaped(typed, text, html):
    assert Typed.of(typed).mark(text) == html


def test_excerpt_is_the_line_with_its_surroundings():
    text = "标题\n" + "前" * 40 + "全会精神" + "后" * 40 + "\n末行"
    assert Typed.of("全会精神").excerpt(text) == f"…{'前' * 24}全会精神{'后' * 24}…"
    assert Typed.of("末行").excerpt(text) == "末行"
    assert Typed.of("没有").excerpt(text) == ""


@pytest.mark.parametrize(
    ("text", "is_short"), [("曾", True), ("曾国", True), ("曾国 支部", True), ("全会精神", False)]
)
def test_two_characters_are_short(text, is_short):
    assert Typed.of(text).is_short is is_short
