"""三审: in order, by different people, back with a reason, and nothing past the table."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from apps.core.lifecycle import StepRefused, advance, history_of
from apps.core.models import PolicyNumber
from apps.news.choices import ArticleStatus as Status
from apps.news.lifecycle import ARTICLE, steps_for
from apps.news.models import Article
from apps.notices.models import Notice
from tests.news.conftest import DAY, PASSES, draft_of, make_article

HELD = {t.step: t for t in ARTICLE.transitions}


@pytest.mark.parametrize(
    ("status", "step"), list(itertools.product(Status.values, HELD)), ids=lambda v: str(v)
)
def test_every_step_from_every_state(city, users, status, step):
    """By the portal itself, which needs no right: only the table decides."""
    article = make_article(city.branch, status=status)
    if status in HELD[step].sources:
        moved = advance(article, step, by=None, note="原因")
        assert moved.status == HELD[step].target
    else:
        with pytest.raises(StepRefused, match="现在是"):
            advance(article, step, by=None, note="原因")


@pytest.mark.parametrize("step", [s for s, t in HELD.items() if t.note_required])
def test_steps_back_need_a_reason(city, step):
    article = make_article(city.branch, status=HELD[step].sources[0])
    with pytest.raises(StepRefused, match="原因"):
        advance(article, step, by=None)


def test_three_reviews_publish(published):
    assert published.status == Status.PUBLISHED
    assert published.is_public
    assert [c.step for c in history_of(published).reverse()] == list(PASSES)


def test_nobody_does_two_reviews_in_a_row(city, users, second_reader):
    article = advance(draft_of(city.branch, users.secretary), "submit", by=users.secretary)
    article = advance(article, "pass_first", by=users.staff)
    with pytest.raises(StepRefused, match="初审是您办的，复审请换一位同志"):
        advance(article, "pass_second", by=users.staff)
    assert Article.objects.get(pk=article.pk).status == Status.SECOND
    article = advance(article, "pass_second", by=second_reader)
    assert advance(article, "pass_final", by=users.staff).status == Status.PUBLISHED


def test_portal_offers_no_second_reading(city, users, second_reader):
    article = advance(draft_of(city.branch, users.secretary), "submit", by=users.secretary)
    article = advance(article, "pass_first", by=users.staff)
    assert [s.step for s in steps_for(article, users.staff)] == ["return_second"]
    assert [s.step for s in steps_for(article, second_reader)] == ["pass_second", "return_second"]


def test_desk_shows_the_text_and_offers_no_second_reading(city, users, second_reader, as_user):
    article = draft_of(city.branch, users.secretary, body="**学习**情况")
    for step, by in (("submit", users.secretary), ("pass_first", users.staff)):
        article = advance(article, step, by=by)
    page, step = (
        reverse(f"admin:news_article_{name}", args=[article.pk])
        for name in ("change", "pass_second")
    )
    assert step not in as_user(users.staff).get(page).content.decode()
    client = as_user(second_reader)
    assert step in client.get(page).content.decode()
    assert "<strong>学习</strong>情况" in client.get(step).content.decode()


def test_committee_may_ask_for_three_different_people(city, users, second_reader):
    PolicyNumber.objects.create(
        key="news_reviewers", name="三审人数", valid_from=DAY, value=3, unit="人", source="办法"
    )
    article = advance(draft_of(city.branch, users.secretary), "submit", by=users.secretary)
    article = advance(article, "pass_first", by=users.staff)
    article = advance(article, "pass_second", by=second_reader)
    with pytest.raises(StepRefused, match="初审是您办的，终审请换一位同志"):
        advance(article, "pass_final", by=users.staff)


def test_own_draft_is_not_reviewed_by_its_writer(city, users):
    article = advance(draft_of(city.committee, users.staff), "submit", by=users.staff)
    with pytest.raises(StepRefused, match="起草是您办的"):
        advance(article, "pass_first", by=users.staff)


def test_committee_secretary_reviews_his_branches_and_not_his_own_body(city, users):
    below = advance(draft_of(city.branch, users.secretary), "submit", by=users.secretary)
    assert advance(below, "pass_first", by=users.subtree_secretary).status == Status.SECOND
    own = draft_of(city.committee, users.staff)
    own = advance(own, "submit", by=users.staff)
    with pytest.raises(PermissionDenied):
        advance(own, "pass_first", by=users.subtree_secretary)


@pytest.mark.parametrize("step", ["pass_second", "pass_final", "withdraw"])
def test_second_and_last_review_are_the_staff_s(city, users, step):
    article = make_article(city.branch, status=HELD[step].sources[0])
    for user in (users.secretary, users.subtree_secretary, users.leader, users.nobody):
        with pytest.raises(PermissionDenied):
            advance(article, step, by=user, note="原因")


def test_returned_article_tells_its_writer_why(city, users):
    article = advance(draft_of(city.branch, users.secretary), "submit", by=users.secretary)
    advance(article, "return_first", by=users.staff, note="请补时间地点")
    notice = Notice.objects.get(user=users.secretary)
    assert "请补时间地点" in notice.text
    assert notice.link == article.get_absolute_url()


def test_hour_of_publication_is_the_later_one(city):
    later = timezone.now() + timezone.timedelta(days=1)
    for publish_at, is_public in ((later, False), (None, True)):
        article = make_article(city.branch, status=Status.FINAL, publish_at=publish_at)
        moved = advance(article, "pass_final", by=None)
        assert moved.is_public is is_public
        assert publish_at is None or moved.published_at == publish_at
