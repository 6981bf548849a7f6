"""党员之家 as a visitor meets it: no account, no cookie, and nothing that is not published."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.core.lifecycle import advance
from apps.news.choices import ArticleStatus, Section
from apps.news.models import Article, Attachment, Picture
from tests.core import upload_corpus as corpus
from tests.news.conftest import make_article

HIDDEN = [status for status in ArticleStatus if status != ArticleStatus.PUBLISHED]
pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    return Client()


def words(response) -> str:
    return response.content.decode()


def hang_picture(article: Article, **fields) -> Picture:
    given = {"order": 1, "alt": "党员围坐学习", "caption": "学习现场", "width": 4, "height": 3}
    stored = {"name": "a.jpg", "content_type": "image/jpeg", "path": "x", "sha256": "x", "size": 1}
    return Picture.objects.create(article=article, small_path="x", **(given | stored | fields))


def test_home_shows_each_section_and_the_headline(city, visitor):
    for section in Section:
        make_article(city.branch, f"{section.label}一篇", section=section)
    make_article(city.branch, "重要文章", section=Section.NOTICES, is_headline=True)
    hang_picture(Article.objects.get(section=Section.BRANCHES))
    page = words(visitor.get(reverse("news:home")))
    assert re.search(r"<h2><a [^>]+>重要文章</a></h2>", page)
    for section in Section:
        assert f"{section.label}一篇" in page
    assert 'alt="党员围坐学习"' in page


def test_visitor_gets_no_cookie_and_no_form_that_posts(city, visitor):
    article = make_article(city.branch)
    for url in (reverse("news:home"), article.public_url, reverse("news:search") + "?q=学习"):
        response = visitor.get(url)
        assert response.status_code == 200
        assert not response.cookies
        assert 'method="post"' not in words(response)


@pytest.mark.parametrize("status", HIDDEN)
def test_what_is_not_published_is_nowhere(city, users, visitor, as_user, status):
    article = make_article(city.branch, "秘而不宣", status=status)
    picture = hang_picture(article)
    file = Attachment.objects.create(
        article=article, name="a.pdf", content_type="x", path="x", sha256="x", size=1
    )
    for client in (visitor, as_user(users.staff)):
        assert client.get(article.public_url).status_code == 404
        assert client.get(reverse("news:picture", args=[picture.uuid, "small"])).status_code == 404
        assert client.get(reverse("news:attachment", args=[file.uuid])).status_code == 404
    for url in ("", "work/", "search/?q=秘而不宣", "rss/", f"rss/{Section.WORK}/"):
        answer = words(visitor.get(f"/news/{url}"))
        assert ">秘而不宣<" not in answer


def test_scheduled_article_appears_at_its_hour(city, visitor, time_machine):
    opens = timezone.now() + timedelta(hours=2)
    article = make_article(city.branch, "定时文章", published_at=opens)
    assert visitor.get(article.public_url).status_code == 404
    assert "定时文章" not in words(visitor.get(reverse("news:home")))
    time_machine.move_to(opens + timedelta(minutes=1))
    assert visitor.get(article.public_url).status_code == 200
    assert "定时文章" in words(visitor.get(reverse("news:home")))


def test_withdrawn_article_is_gone_at_once_also_for_a_kept_copy(published, users, visitor):
    first = visitor.get(published.public_url)
    again = visitor.get(published.public_url, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert "no-cache" in first["Cache-Control"]
    advance(published, "withdraw", by=users.staff, note="数字有误")
    gone = visitor.get(published.public_url, headers={"If-None-Match": first["ETag"]})
    assert gone.status_code == 404
    assert "搜索" in words(gone)


def test_page_of_somebody_signed_in_is_nobody_else_s(city, users, as_user):
    answer = as_user(users.secretary).get(make_article(city.branch).public_url)
    assert answer["Cache-Control"] == "no-cache, private"
    assert "ETag" not in answer


def test_look_of_the_page_is_part_of_its_tag(city, visitor):
    url = make_article(city.branch).public_url
    plain = visitor.get(url)
    visitor.post(reverse("accounts:display"), {"font": "largest", "contrast": "high"})
    large = visitor.get(url)
    assert large["ETag"] != plain["ETag"]
    assert 'data-font="largest"' in words(large)


def test_article_shows_its_facts_neighbours_and_correction(city, visitor):
    now = timezone.now()
    titles = ("旧的一篇", "这一篇", "新的一篇")
    rows = [
        make_article(city.branch, title, published_at=now - timedelta(days=3 - n), author="李四")
        for n, title in enumerate(titles)
    ]
    make_article(city.branch, "别的栏目", section=Section.CASES)
    page = words(visitor.get(rows[1].public_url))
    assert f"来源：{city.branch}" in page
    assert "作者：李四" in page
    assert re.search(r"上一篇：<a [^>]+>新的一篇", page)
    assert re.search(r"下一篇：<a [^>]+>旧的一篇", page)
    assert "别的栏目" not in page


def test_search_reads_bodies_for_three_characters_and_titles_for_two(city, visitor):
    make_article(city.branch, "机关党课", body="全会精神进支部")
    make_article(city.branch, "草稿党课", body="全会精神", status=ArticleStatus.DRAFT)
    by_body = words(visitor.get(reverse("news:search"), {"q": "全会精神"}))
    assert "找到 1 篇" in by_body
    assert "<mark>全会精神</mark>" in by_body
    assert "没有找到" in words(visitor.get(reverse("news:search"), {"q": "全会"}))
    assert "找到 1 篇" in words(visitor.get(reverse("news:search"), {"q": "党课"}))


def test_search_takes_whatever_is_typed(city, visitor):
    make_article(city.branch, "百分之百", body="100% 完成_任务")
    assert "找到 1 篇" in words(visitor.get(reverse("news:search"), {"q": "100%"}))
    assert "没有找到" in words(visitor.get(reverse("news:search"), {"q": "%%%"}))
    assert "缩短到" in words(visitor.get(reverse("news:search"), {"q": "长" * 51}))


@pytest.mark.parametrize("url", ["nowhere/", "work2/", "a/b/c/", "rss/nothing/"])
def test_unknown_addresses_are_404(visitor, url):
    assert visitor.get(f"/news/{url}").status_code == 404


def test_missing_page_offers_a_search_and_the_sections(visitor):
    page = words(visitor.get("/news/nowhere/"))
    assert 'action="/news/search/"' in page
    assert "回到首页" in page


def test_feed_carries_what_is_published_of_the_section(city, visitor):
    make_article(
        city.branch, "通知一", section=Section.NOTICES, body="**请**参加\n\n## 小标题\n\n其他"
    )
    make_article(city.branch, "动态一")
    whole = ElementTree.fromstring(visitor.get(reverse("news:feed")).content)
    section = ElementTree.fromstring(visitor.get("/news/rss/notices/").content)
    assert [item.findtext("title") for item in section.iter("item")] == ["通知一"]
    assert next(section.iter("item")).findtext("description") == "请参加"
    assert len(list(whole.iter("item"))) == 2


def test_pages_of_a_section_are_cut_and_numbered(city, visitor):
    for number in range(21):
        make_article(city.branch, f"第{number}篇")
    first = words(visitor.get(reverse("news:section_list", args=["work"])))
    assert "第 1 页，共 2 页" in first
    assert "下一页" in first
    assert "第0篇" in words(visitor.get(reverse("news:section_list", args=["work"]) + "?page=2"))


def test_foot_shows_only_the_slots_that_are_set(city, visitor, settings):
    assert "备" not in words(visitor.get(reverse("news:home")))
    settings.NEWS_ICP = "某ICP备00000001号"
    settings.NEWS_POLICE_RECORD = "某公网安备 0001 号"
    page = words(visitor.get(reverse("news:home")))
    assert "某ICP备00000001号　某公网安备 0001 号" in page


def test_picture_of_a_published_article_is_sent_to_be_shown(users, city, as_user, visitor):
    from tests.news.test_writing import form_of, upload

    client = as_user(users.secretary)
    values = form_of(city.branch) | upload("pictures-0-file", "a.jpg", corpus.picture())
    values |= {"pictures-0-caption": "学习现场"}
    client.post(reverse("news:draft_create"), values)
    article = Article.objects.get()
    Article.objects.update(status=ArticleStatus.PUBLISHED, published_at=timezone.now())
    picture = article.pictures.get()
    for size in ("small", "large"):
        answer = visitor.get(reverse("news:picture", args=[picture.uuid, size]))
        assert b"".join(answer).startswith(b"\xff\xd8")
        assert answer["Content-Disposition"] == "inline"
        assert answer["X-Content-Type-Options"] == "nosniff"
    assert visitor.get(f"/news/pictures/{picture.uuid}/huge/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(city, visitor, django_assert_num_queries, count):
    for number in range(count):
        for section in Section:
            hang_picture(make_article(city.branch, f"{section}{number}", section=section))
    article = Article.objects.first()
    for url, queries in (
        (reverse("news:home"), 9),
        (reverse("news:section_list", args=["work"]), 3),
        (article.public_url, 7),
        (reverse("news:search") + "?q=正文第", 3),
        (reverse("news:feed"), 1),
    ):
        with django_assert_num_queries(queries):
            visitor.get(url)
