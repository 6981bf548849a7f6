"""The sheet of one body on PDF and in Word, and the lists of a round."""

from decimal import Decimal
from io import BytesIO

import docx
from django.urls import reverse
from pypdf import PdfReader

from apps.branches.services import record_grade
from apps.core import files
from apps.core.documents import is_readable_by
from apps.core.lifecycle import advance
from apps.core.models import Document
from apps.core.standings import standing_of
from apps.grades.choices import RatingStatus
from apps.grades.marks import STAFF
from apps.grades.models import Rating
from apps.grades.printing.lists import list_of, print_list
from apps.grades.printing.sheets import print_sheet, sheet_of
from apps.grades.rounds import Round
from apps.grades.services import Said, save_marks
from tests.core.pdf_documents import text_of
from tests.grades.conftest import YEAR, open_for, put, rated


def printed(document: Document) -> str:
    return text_of(PdfReader(BytesIO(files.read(document.path))))


def test_sheet_says_what_each_said_on_pdf_and_in_word(users, rating, as_user):
    rated(rating, 60)
    rating = put(rating, RatingStatus.STAFF)
    line = rating.lines.get(item__order=10)
    save_marks(
        rating=rating,
        stage=STAFF,
        said=[Said(line, Decimal(50), "材料不全")],
        expected_version=rating.version,
        by=users.staff,
    )
    sheet = sheet_of(Rating.objects.get())
    assert sheet["title"] == f"{YEAR}年星级党支部评定表"
    assert sheet["result"] == "得分50分（总分100分），按现有得分为“一星”。"
    assert sheet["lines"][0] == {
        "name": "作用发挥",
        "most": "60",
        "finding": "由人评分",
        "by_itself": "60",
        "by_committee": "60",
        "standing": "50（材料不全）",
    }
    document = print_sheet(Rating.objects.get())
    for words in ("星级党支部评定表", "目标4次", "50（材料不全）", "书记（签字）"):
        assert words in printed(document)
    answer = as_user(users.secretary).get(reverse("grades:sheet_word", args=[rating.uuid]))
    word = docx.Document(BytesIO(b"".join(answer)))
    assert sheet["result"] in [p.text for p in word.paragraphs]
    cells = [cell.text for cell in word.tables[1].rows[1].cells]
    assert cells == ["作用发挥", "60", "由人评分", "60", "60", "50（材料不全）"]


def test_same_points_give_the_same_sheet_and_a_change_is_told(users, rating, as_user):
    url = reverse("grades:sheet_pdf", args=[rating.uuid])
    for _ in range(2):
        assert as_user(users.secretary).post(url).status_code == 302
    document = Document.objects.get()
    assert "自评表" in document.title
    assert (
        is_readable_by(document, users.secretary),
        is_readable_by(document, users.stranger),
    ) == (
        True,
        False,
    )
    assert standing_of(document).is_current
    rated(rating, 60)
    assert not standing_of(document).is_current


def test_lists_of_a_round_go_by_level_and_not_by_points(
    city, users, scheme, as_user, django_assert_num_queries
):
    bodies = (city.branch, city.sibling, city.other_branch)
    record_grade(organisation=city.branch, kind="stars", year=YEAR - 1, level="一星", order=1)
    ratings = open_for(scheme, *bodies)
    for rating, points in zip(sorted(ratings, key=lambda r: r.pk), (60, 60, 10), strict=True):
        rated(rating, points)
        advance(put(rating, RatingStatus.STAFF), "announce", by=None)
    held = Round(scheme, YEAR)
    with django_assert_num_queries(3):
        notice = list_of(held, RatingStatus.NOTICE)
    assert [(x["name"], x["number"]) for x in notice["levels"]] == [("二星", 2), ("一星", 1)]
    assert "拟定3个党组织的等级，现予公示" in notice["paragraphs"][0]
    client = as_user(users.stranger)
    first = Rating.objects.get(organisation=city.branch)
    assert client.post(reverse("grades:notice_paper", args=[first.uuid])).status_code == 302
    paper = Document.objects.get()
    assert is_readable_by(paper, users.stranger)
    assert "市财政局第一党支部" in printed(paper)
    for rating in Rating.objects.all():
        advance(rating, "decide", by=None)
    assert not standing_of(paper).is_current
    result = print_list(held, RatingStatus.DECIDED)
    assert "晋级1个，保持0个，降级0个，首次定级2个" in printed(result)
    assert "60" not in "".join(list_of(held, RatingStatus.DECIDED)["paragraphs"])
    assert is_readable_by(result, users.leader)
    assert not is_readable_by(result, users.secretary)


def test_desk_prints_both_lists_and_the_sheet(users, rating, as_user):
    rated(rating, 60, by=None)
    advance(put(rating, RatingStatus.STAFF), "announce", by=None)
    desk = as_user(users.staff)
    page = f"{reverse('admin:grades_rating_round')}?scheme={rating.scheme_id}&year={YEAR}"
    assert f"打印{YEAR}年星级党支部拟定等级公示名单" in desk.get(page).content.decode()
    assert desk.get(f"{page}&paper=notice").status_code == 302
    assert desk.get(reverse("admin:grades_rating_print_it", args=[rating.pk])).status_code == 302
    assert {d.kind.partition(":")[0] for d in Document.objects.all()} == {
        "grades.notice",
        "grades.sheet",
    }
