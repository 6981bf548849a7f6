"""Pages on paper (check 24): no navigation, heads on each page, no row cut or lost, who and when."""

import re
import unicodedata
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from apps.meetings.choices import MeetingKind
from tests import cast
from tests.browser.conftest import DESKTOP

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = 60
SPACE = re.compile(r"\s+")
A4 = (595, 842)


def printed(visitor, address: str) -> list:
    visitor.open(address)
    return PdfReader(BytesIO(visitor.page.pdf(prefer_css_page_size=True))).pages


def plain(text: str) -> str:
    """The font draws 日 and the radical of the same shape with one glyph."""
    return SPACE.sub("", unicodedata.normalize("NFKC", text))


def text_of(page) -> str:
    return plain(page.extract_text())


def size_of(page) -> tuple[int, int]:
    return round(page.mediabox.width), round(page.mediabox.height)


def repeats_the_foot(page) -> bool:
    """Old browsers print it once: they could not repeat the heads of the table otherwise."""
    return page.evaluate("CSS.supports('hyphenate-limit-chars', '5')")


@pytest.fixture
def year(city, users):
    """Sixty sittings of this year, none of them in the future."""
    today = timezone.localdate()
    for number in range(ROWS):
        day = today - timedelta(days=number % max(today.timetuple().tm_yday, 1))
        meeting = cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=day)
        meeting.title = f"第{number:02}号活动"
        meeting.save()
    return meeting


def test_list_of_sixty_rows(visit, users, city, year):
    visitor = visit(users.leader, DESKTOP)
    address = reverse("indicators:rows", args=["sittings"])
    pages = printed(visitor, f"{address}?period={timezone.localdate().year}")
    texts = [text_of(page) for page in pages]
    assert len(pages) > 1
    assert all("日期党组织记录" in text for text in texts)
    signed = [plain(f"打印人：{users.leader}打印时间：") in text for text in texts]
    assert all(signed) if repeats_the_foot(visitor.page) else signed[-1]
    assert ["记一次" in text or "我的" in text for text in texts] == [False] * len(texts)
    rows = [plain(row) for row in visitor.page.locator("tbody tr td:last-child").all_inner_texts()]
    joined = "".join(texts)
    assert len(rows) == 50, "so many rows a page of the list has"
    assert [row for row in rows if joined.count(row) != 1] == []


def test_record_home_of_a_leader_and_wide_list(visit, users, city, year):
    record = printed(visit(users.secretary, DESKTOP), year.get_absolute_url())
    (page,) = record
    assert "主题党日记录" in text_of(page)
    assert "待审核" in text_of(page), "a record that is not reviewed says so on paper"
    for button in ("下载PDF", "撤回修改", "记一次", "跳到正文"):
        assert button not in text_of(page)
    assert size_of(page) == pytest.approx(A4, abs=1)

    (home,) = printed(visit(users.leader, DESKTOP), reverse("portal:home"))
    assert plain("打印人：") in text_of(home)
    assert "组织生活会议" in text_of(home)

    pages = printed(visit(users.secretary, DESKTOP), reverse("meetings:meeting_list"))
    assert {size_of(page) for page in pages} == {(A4[1], A4[0])}
    assert all("日期会议" in text_of(page) for page in pages)
