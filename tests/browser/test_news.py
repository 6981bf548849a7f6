"""党员之家 in a real browser: for a visitor without an account, without scripts, and on paper."""

import os
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.core.uploads import accept
from apps.news.choices import ArticleStatus, Section
from apps.news.models import Article, InfoAdoption, InfoSubmission
from apps.news.services import Hanging
from apps.news.services.pictures import hang
from tests.browser.conftest import DESKTOP, NARROW, PHONE, SCREENS, ZOOMED
from tests.browser.test_pages import walk
from tests.browser.test_print import printed, text_of
from tests.core import upload_corpus as corpus
from tests.news.conftest import DAY, make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BODY = """近日，支部组织开展学习。

## 主要做法

- 会前发材料
- 会上谈问题

|项目|次数|
|-|-|
|学习|三次|

[图1]

详见[工委首页](https://example.org/)。
"""


def shoot(visitor, name: str) -> None:
    """A picture of the page for whoever looks at them (SCREENSHOTS=folder)."""
    if folder := os.environ.get("SCREENSHOTS"):
        width = visitor.page.viewport_size["width"]
        Path(folder).mkdir(parents=True, exist_ok=True)
        visitor.page.screenshot(path=f"{folder}/news-{name}-{width}.png", full_page=True)


@pytest.fixture
def articles(city, users) -> list[Article]:
    User.objects.update(name="张三")
    made = []
    for section in Section:
        for number in range(3):
            article = make_article(
                city.branch,
                f"{section.label}第{number}篇：支部组织学习并开展讨论",
                section=section,
                body=BODY,
            )
            upload = SimpleUploadedFile("a.jpg", corpus.picture(size=(1200, 800)))
            hang(article, [Hanging("学习现场", "党员围坐在会议桌旁", accept(upload))])
            made.append(article)
    return made


def addresses(articles) -> list[str]:
    names = ("news:home", "news:search", "news:accessibility")
    public = [reverse(name) for name in names]
    return [
        *public,
        reverse("news:section_list", args=["work"]),
        "/news/search/?q=学习",
        articles[0].public_url,
    ]


def test_public_pages_are_open_to_all(visit, articles):
    visitor = visit(None, PHONE)
    assert walk(visitor, addresses(articles), *SCREENS, ZOOMED) == {}
    assert visitor.problems == []
    assert visitor.foreign == []
    assert visitor.page.context.cookies() == []
    for name, address in (("home", "/news/"), ("article", articles[0].public_url)):
        visitor.open(address)
        for _ in visitor.turned(*SCREENS):
            shoot(visitor, name)


def test_large_type_and_high_contrast_are_the_visitor_s_too(visit, articles):
    visitor = visit(None, NARROW)
    for choice in ("特大", "高对比"):
        page = visitor.open("/news/")
        page.get_by_role("link", name="字号").click()
        page.get_by_label(choice).click()
        page.wait_for_url("**/news/")
    assert walk(visitor, addresses(articles)) == {}


def test_article_without_scripts_is_whole(browser, live_server, articles):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(live_server.url + "/news/")
    page.get_by_role("link", name="工作动态", exact=True).first.click()
    page.get_by_role("link", name=re.compile("工作动态第0篇")).click()
    expect(page.get_by_role("heading", name="主要做法")).to_be_visible()
    expect(page.get_by_alt_text("党员围坐在会议桌旁")).to_be_visible()
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    page.get_by_role("link", name="搜索", exact=True).click()
    page.get_by_label("在已发布的文章里查找").fill("通知公告第1篇")
    page.get_by_role("button", name="搜索").click()
    expect(page.get_by_text("找到 1 篇")).to_be_visible()
    context.close()


def test_article_on_paper_has_its_words_and_no_buttons(visit, articles):
    pages = printed(visit(None, DESKTOP), articles[0].public_url)
    text = "".join(map(text_of, pages))
    assert "主要做法" in text
    assert "学习现场" in text
    assert "/news/a/" in text
    assert "上一篇" not in text
    assert "登录" not in text


def test_pages_of_writers_and_reviewers(visit, users, articles, city):
    draft = make_article(city.branch, "新的草稿", status=ArticleStatus.DRAFT, body=BODY)
    submission = InfoSubmission.objects.create(unit=city.unit, title="做法", starts_on=DAY)
    InfoAdoption.objects.create(
        submission=submission, level="central", medium="旗帜网", starts_on=DAY
    )
    visitor = visit(users.secretary, PHONE)
    pages = {
        "drafts": reverse("news:draft_list"),
        "draft": draft.get_absolute_url(),
        "form": reverse("news:draft_update", args=[draft.uuid]),
        "new": reverse("news:draft_create"),
        "submissions": reverse("news:submission_list"),
        "submission": submission.get_absolute_url(),
        "submit": reverse("news:submission_create"),
        "study": reverse("news:study_list"),
    }
    for name, address in pages.items():
        visitor.open(address)
        for _ in visitor.turned(*SCREENS):
            shoot(visitor, name)
        assert visitor.faults(*SCREENS) == [], name
    staff = visit(users.staff, PHONE)
    public = reverse("news:article_correct", args=[articles[0].uuid])
    assert walk(staff, [articles[0].get_absolute_url(), public], *SCREENS) == {}
    assert visitor.problems == [] == staff.problems


def test_article_goes_from_the_phone_of_a_branch_to_its_reader(visit, city, users):
    writer = visit(users.secretary)
    page = writer.open(reverse("news:draft_create"))
    page.get_by_label("标题", exact=True).fill("支部开展志愿服务")
    page.get_by_label("正文").fill("第一段。\n\n**第二段**。")
    page.locator("#id_pictures-0-file").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": corpus.picture()}
    )
    page.locator("#id_pictures-0-caption").fill("服务现场")
    page.get_by_role("button", name="保存并预览").click()
    page.get_by_role("button", name="送初审").click()
    page.get_by_text("待初审").first.wait_for()
    article = Article.objects.get()
    reader = visit(None)
    assert reader.page.goto(reader.home + article.public_url).status == 404
    Article.objects.update(status=ArticleStatus.FINAL)
    staff = visit(users.staff, DESKTOP)
    page = staff.open(article.get_absolute_url())
    page.get_by_role("button", name="终审通过并发布").click()
    page.get_by_role("link", name="在党员之家查看").wait_for()
    page = reader.open(article.public_url)
    expect(page.get_by_alt_text("服务现场")).to_be_visible()
    expect(page.locator("strong", has_text="第二段")).to_be_visible()
    # The search page was asked for before it was there: its 404 is a line in the console.
    assert [p for p in reader.problems if "404" not in p] == []
    assert writer.problems == []
