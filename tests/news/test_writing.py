"""Drafting in the browser: kept once, changed by version, and never by strangers."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.core.lifecycle import advance
from apps.news.choices import ArticleStatus, Section
from apps.news.models import Article, Picture
from apps.zones.models import Zone, ZoneActivity
from tests.core import upload_corpus as corpus
from tests.news.conftest import DAY, draft_of

ROWS = {
    "pictures-TOTAL_FORMS": "3",
    "pictures-INITIAL_FORMS": "0",
    "pictures-MIN_NUM_FORMS": "0",
    "pictures-MAX_NUM_FORMS": "30",
}


def form_of(organisation, **given) -> dict:
    values = {
        "form_key": str(uuid.uuid4()),
        "organisation": str(organisation.uuid),
        "section": Section.WORK.value,
        "title": "支部开展学习",
        "body": "第一段。\n\n第二段。",
    }
    return values | ROWS | given


def upload(name: str, file_name: str, content: bytes) -> dict:
    return {name: SimpleUploadedFile(file_name, content)}


def test_secretary_drafts_once_however_often_the_form_is_sent(city, users, as_user):
    client, values = as_user(users.secretary), form_of(city.branch)
    for _ in range(2):
        answer = client.post(reverse("news:draft_create"), values)
        article = Article.objects.get()
        assert answer["Location"] == article.get_absolute_url()
    assert (article.status, article.created_by) == (ArticleStatus.DRAFT, users.secretary)


def test_foreign_body_cannot_be_chosen(city, users, as_user):
    values = form_of(city.other_branch)
    answer = as_user(users.secretary).post(reverse("news:draft_create"), values)
    assert answer.status_code == 422
    assert not Article.objects.exists()


def test_missing_words_are_told_at_their_field(city, users, as_user):
    values = form_of(city.branch, title="", body="")
    page = as_user(users.secretary).post(reverse("news:draft_create"), values)
    assert page.status_code == 422
    assert "请填写文章标题" in page.content.decode()
    assert "请填写正文" in page.content.decode()


def test_picture_needs_words_for_those_who_do_not_see_it(city, users, as_user):
    values = form_of(city.branch) | upload("pictures-0-file", "a.jpg", corpus.picture())
    client = as_user(users.secretary)
    page = client.post(reverse("news:draft_create"), values)
    assert page.status_code == 422
    assert "看不见图片的读者" in page.content.decode()
    values |= upload("pictures-0-file", "a.jpg", corpus.picture())
    values |= {"pictures-0-alt": "三名党员在读书"}
    client.post(reverse("news:draft_create"), values)
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption, picture.order) == ("三名党员在读书", "", 1)
    assert picture.content_type == "image/jpeg"


def test_only_pictures_hang_among_the_pictures(city, users, as_user):
    values = form_of(city.branch, **{"pictures-0-caption": "文件"})
    values |= upload("pictures-0-file", "a.pdf", corpus.PDF)
    page = as_user(users.secretary).post(reverse("news:draft_create"), values)
    assert page.status_code == 422
    assert "这里只放图片" in page.content.decode()


def test_change_reworks_pictures_and_files(city, users, as_user):
    client = as_user(users.secretary)
    values = form_of(city.branch, **{"pictures-0-caption": "甲", "pictures-1-caption": "乙"})
    values |= upload("pictures-0-file", "a.jpg", corpus.picture())
    values |= upload("pictures-1-file", "b.jpg", corpus.picture())
    values |= upload("attachments", "a.pdf", corpus.PDF)
    client.post(reverse("news:draft_create"), values)
    article = Article.objects.get()
    first, second = article.pictures.all()
    page = client.get(reverse("news:draft_update", args=[article.uuid])).content.decode()
    assert str(first.uuid) in page
    changed = form_of(
        city.branch,
        title="改过的标题",
        version=article.version,
        removed=str(article.attachments.get().uuid),
        **{
            "pictures-TOTAL_FORMS": "5",
            "pictures-INITIAL_FORMS": "2",
            "pictures-0-picture": str(first.uuid),
            "pictures-0-caption": "甲",
            "pictures-0-remove": "on",
            "pictures-1-picture": str(second.uuid),
            "pictures-1-caption": "新的说明",
        },
    )
    answer = client.post(reverse("news:draft_update", args=[article.uuid]), changed)
    assert answer.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.version) == ("改过的标题", 2)
    assert [p.caption for p in article.pictures.all()] == ["新的说明"]
    assert not article.attachments.exists()


def test_stale_change_is_told_and_can_be_sent_again(city, users, as_user):
    article = draft_of(city.branch, users.secretary)
    Article.objects.filter(pk=article.pk).update(version=5, title="别人改的")
    client, url = as_user(users.secretary), reverse("news:draft_update", args=[article.uuid])
    values = form_of(city.branch, title="我的", version=1)
    page = client.post(url, values)
    assert page.status_code == 422
    assert "已被别人改过" in page.content.decode()
    assert client.post(url, values | {"version": 5}).status_code == 302
    article.refresh_from_db()
    assert article.title == "我的"


def test_what_is_in_review_is_no_longer_the_writer_s(city, users, as_user):
    article = advance(draft_of(city.branch, users.secretary), "submit", by=users.secretary)
    url = reverse("news:draft_update", args=[article.uuid])
    assert as_user(users.secretary).get(url)["Location"] == article.get_absolute_url()
    assert as_user(users.staff).get(url).status_code == 200


def test_published_article_is_not_changed_by_the_form(published, users, as_user):
    url = reverse("news:draft_update", args=[published.uuid])
    values = form_of(published.organisation, version=published.version)
    page = as_user(users.staff).post(url, values)
    assert page.status_code == 422
    assert "更正" in page.content.decode()


def test_correction_is_public_at_once_with_its_note(published, users, as_user, client):
    values = {
        "form_key": str(uuid.uuid4()),
        "version": published.version,
        "title": published.title,
        "body": "改正后的内容",
        "note": "更正参加人数",
    }
    url = reverse("news:article_correct", args=[published.uuid])
    assert as_user(users.secretary).post(url, values).status_code == 403
    assert as_user(users.staff).post(url, values).status_code == 302
    page = client.get(published.public_url).content.decode()
    assert "改正后的内容" in page
    assert "更正：更正参加人数" in page


def test_correction_without_a_change_or_a_note_is_refused(published, users, as_user):
    url = reverse("news:article_correct", args=[published.uuid])
    values = {
        "form_key": str(uuid.uuid4()),
        "version": published.version,
        "title": published.title,
        "body": published.body,
        "note": "无",
    }
    client = as_user(users.staff)
    assert "没有变化" in client.post(url, values).content.decode()
    assert "写明更正了什么" in client.post(url, values | {"note": ""}).content.decode()


def test_preview_shows_the_draft_with_the_steps_of_its_state(city, users, as_user):
    article = draft_of(city.branch, users.secretary, body="## 小标题\n\n内容")
    page = as_user(users.secretary).get(article.get_absolute_url()).content.decode()
    assert "<h2>小标题</h2>" in page
    assert "送初审" in page
    assert "初审通过" not in page


def test_report_of_an_activity_begins_with_what_is_known(city, users, as_user):
    activity = ZoneActivity.objects.create(
        zone=Zone.objects.get(),
        title="学习交流活动",
        theme="围绕六亮",
        place="市气象局",
        starts_on=DAY,
        ends_on=DAY,
        persons=180,
        persons_hedge="over",
    )
    address = f"{reverse('news:draft_create')}?activity="
    page = as_user(users.secretary).get(f"{address}{activity.uuid}").text
    assert "2026年3月2日，第一联系片在市气象局开展学习交流活动" in page
    assert "180余人参加" in page
    assert as_user(users.stranger).get(f"{address}{activity.uuid}").status_code == 404
    assert as_user(users.secretary).get(f"{address}nonsense").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(city, users, as_user, django_assert_num_queries, count):
    articles = [draft_of(city.branch, users.secretary, title=f"{n}") for n in range(count)]
    client = as_user(users.secretary)
    for url, queries in (
        (reverse("news:draft_list"), 6),
        (articles[0].get_absolute_url(), 9),
    ):
        with django_assert_num_queries(queries):
            client.get(url)
