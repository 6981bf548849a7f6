"""Articles in every state, their readers and their reviewers."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from apps.branches.choices import Role
from apps.core.lifecycle import advance
from apps.news.choices import ArticleStatus, Section
from apps.news.models import Article
from apps.news.services import ArticleText, draft_article
from tests import cast

DAY = date(2026, 3, 2)
PASSES = ("submit", "pass_first", "pass_second", "pass_final")


def make_article(organisation, title="学习动态", *, section=Section.WORK, **fields) -> Article:
    """A published article of an hour ago, unless the fields say otherwise."""
    given = {
        "status": ArticleStatus.PUBLISHED,
        "published_at": timezone.now() - timedelta(hours=1),
        "body": "正文第一段。\n\n正文第二段。",
    }
    return Article.objects.create(
        organisation=organisation, title=title, section=section, **(given | fields)
    )


def draft_of(organisation, by, **given) -> Article:
    text = {"section": Section.WORK, "title": "开展学习", "body": "内容"} | given
    return draft_article(organisation=organisation, text=ArticleText(**text), by=by)


@pytest.fixture
def second_reader(users):
    user = cast.make_user("second_reader")
    cast.grant(user, Role.COMMITTEE_STAFF)
    return user


@pytest.fixture
def published(city, users, second_reader) -> Article:
    """Written by the secretary of a branch and passed by two readers in turn."""
    article = draft_of(city.branch, users.secretary)
    passed_by = (users.secretary, users.staff, second_reader, users.staff)
    for step, by in zip(PASSES, passed_by, strict=True):
        article = advance(article, step, by=by)
    return article
