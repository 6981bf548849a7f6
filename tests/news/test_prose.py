"""What an article's text becomes: a few marks, no HTML of anybody."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.core.text import clean_name, clean_text
from apps.news.prose import TAGS, as_html, blocks, plain
from tests.news.conftest import make_article
from tests.text_corpus import CORPUS

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "![x](http://evil.example/a.png)",
    '[x](https://a.example/"onmouseover="alert(1))',
    "<https://evil.example>",
    "<a href=javascript:alert(1)>x</a>",
    "|<img src=x onerror=1>|b|\n|-|-|\n|1|2|",
    "- <iframe src=//evil.example></iframe>",
    "## <style>*{display:none}</style>",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "`<script>`",
    "    <script>alert(1)</script>",
    "<!-- x --><base href=//evil.example>",
]

# What stands in a page only if somebody's text has become markup.
MARKUP = ("<img src=x", "<svg onload", "<iframe", "<base href", "<style", 'href="javascript')


def tags_of(html: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", html))


@pytest.mark.parametrize("text", [*PAYLOADS, *CORPUS.values()])
def test_only_tags_of_the_allowlist_come_out(text):
    html = as_html(text.encode("utf-8", "replace").decode())
    assert tags_of(html) <= TAGS
    assert not re.search(r"<[^>]+ (on\w+|style|src|class|id)\s*=", html)
    assert not re.search(r'href="(?!https?:|mailto:|/|[^:]*$)', html)


def test_marks_that_are_read():
    html = as_html("# 大\n\n### 小\n\n**粗** [部](https://a.example/)\n\n- 一\n- 二\n\n3. 三\n")
    assert "<h2>大</h2>" in html
    assert "<h3>小</h3>" in html
    assert "<strong>粗</strong>" in html
    assert 'href="https://a.example/" rel="noopener noreferrer"' in html
    assert "<ul>\n<li>一</li>" in html
    assert '<ol start="3">' in html


@pytest.mark.parametrize(
    "text", ["5*3*2", "_下划线_", "__双__", "一、标题", "（一）小标题", "C:\\*.txt", "a`b`c", "#号"]
)
def test_everything_else_stands_as_it_was_typed(text):
    assert as_html(text).strip() == f"<p>{text}</p>"


def test_lines_stay_lines_and_tables_lose_their_styles():
    assert "甲<br>\n乙" in as_html("甲\n乙")
    table = as_html("|甲|乙|\n|-|-:|\n|1|2|")
    assert "<td>2</td>" in table


def test_pictures_stand_where_the_text_says():
    found = [(str(b.html).strip(), b.picture) for b in blocks("一\n[图2]\n二\n【图9】", 3)]
    assert found == [("<p>一</p>", 0), ("", 2), ("<p>二<br>\n【图9】</p>", 0), ("", 1), ("", 3)]


def test_plain_words_for_lists_and_feeds():
    text = "## 小标题\n\n- **甲** [乙](https://a.example)\n\n|丙|丁|\n|-|-|\n[图1]"
    assert plain(text) == "小标题 甲 乙 丙 丁"


def test_texts_and_payloads_stay_text_on_the_public_pages(city, client):
    """No stored script: title, words and body of an article, on every page that shows them."""
    for number, text in enumerate([*PAYLOADS, *CORPUS.values()]):
        try:
            title, body = clean_name(text)[:120], clean_text(text)
        except ValidationError:
            continue
        article = make_article(city.branch, title or "无题", body=body or "无", author=title[:80])
        article.pictures.create(
            order=1, alt=title, caption=title, small_path="x", path="x", size=1, width=1, height=1
        )
        pages = [article.public_url]
        if number % 10 == 0:
            pages += [
                "/news/",
                reverse("news:section_list", args=["work"]),
                "/news/rss/",
                "/news/search/?q=alert",
            ]
        for url in pages:
            answer = client.get(url)
            assert answer.status_code == 200, (text, url)
            page = answer.content.decode()
            assert "<script>alert" not in page
            assert not [mark for mark in MARKUP if mark in page], (text, url)
