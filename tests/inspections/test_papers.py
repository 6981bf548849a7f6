"""整改通知 on PDF and in Word, and the ledger on paper."""

from io import BytesIO

import docx
import pytest
from django.urls import reverse
from pypdf import PdfReader

from apps.core import documents, files
from apps.core.lifecycle import advance
from apps.core.models import Document
from apps.inspections.ledger_paper import ledger_of, print_ledger
from apps.inspections.letter import letter_of, print_letter, standing_of_letter
from apps.inspections.models import Visit
from apps.inspections.services import ask_extension
from tests import cast
from tests.inspections.conftest import TODAY, days, find_issue


@pytest.fixture
def visit(city, round_) -> Visit:
    find_issue(round_, city.branch, "三月没有开支委会")
    find_issue(round_, city.sibling, "党费没有公示", level="serious")
    return round_.visit


def text_of(document: Document) -> str:
    pages = PdfReader(BytesIO(files.read(document.path))).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def words_of(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "".join([*(p.text for p in document.paragraphs), *cells])


def test_notice_says_what_was_found_and_until_when(city, visit):
    letter = letter_of(visit)
    assert letter["addressee"] == "市财政局机关党委"
    assert [line["text"] for line in letter["issues"]] == ["三月没有开支委会", "党费没有公示"]
    printed = text_of(print_letter(visit))
    for words in ("整改通知", "发现问题2个", "三月没有开支委会", "较重", "问题清单"):
        assert words in printed


def test_unit_with_several_uppermost_bodies_is_addressed_itself(city, round_):
    cast.make_organisation("市财政局直属党支部", parent=city.root, unit=city.unit)
    assert letter_of(round_.visit)["addressee"] == "市财政局"


def test_word_file_has_the_words_of_the_pdf(visit, round_, as_user):
    answered = as_user(round_.head).get(reverse("inspections:letter_word", args=[visit.uuid]))
    written = words_of(
        b"".join(answered.streaming_content) if answered.streaming else answered.content
    )
    letter = letter_of(visit)
    for words in (letter["title"], letter["opening"], letter["closing"], "党费没有公示"):
        assert words in written
    assert "{{" not in written


def test_notice_without_issues_asks_for_nothing(round_):
    letter = letter_of(round_.visit)
    assert (letter["title"], letter["closing"]) == ("关于市财政局督查情况的通知", "")
    assert "没有发现需要整改的问题" in text_of(print_letter(round_.visit))


def test_same_issues_give_the_same_notice_and_an_extension_changes_none(users, visit):
    first = print_letter(visit)
    issue = advance(visit.issues.first(), "acknowledge", by=users.secretary)
    asked = ask_extension(issue=issue, asked_until=days(90), reason="等", by=users.secretary)
    advance(asked, "approve", by=users.staff)
    assert print_letter(visit) == first
    assert standing_of_letter(first).is_current
    visit.issues.update(text="改过")
    assert not standing_of_letter(first).is_current


def test_notice_is_read_by_team_and_unit_and_the_ledger_by_the_team_alone(
    city, users, round_, visit
):
    for paper in (print_letter(visit), print_ledger(round_.inspection, TODAY)):
        assert documents.is_readable_by(paper, round_.inspector)
        assert documents.is_readable_by(paper, users.staff)
        assert not documents.is_readable_by(paper, users.secretary)
    assert documents.is_readable_by(print_letter(visit), users.subtree_secretary)
    assert not documents.is_readable_by(
        print_ledger(round_.inspection, TODAY), users.subtree_secretary
    )


def test_ledger_has_a_line_for_each_issue_on_turned_pages(users, round_, visit):
    document = print_ledger(round_.inspection, TODAY)
    printed, page = text_of(document), PdfReader(BytesIO(files.read(document.path))).pages[0]
    assert page.mediabox.width > page.mediabox.height
    for words in ("年度督查整改台账", "共2个问题，已销号0个", "党费没有公示", "待签收"):
        assert words in printed


@pytest.mark.parametrize("number", [1, 3])
def test_ledger_takes_as_many_queries_for_three_as_for_one(
    city, round_, number, django_assert_num_queries
):
    for one in range(number):
        find_issue(round_, city.branch, f"问题{one}")
    with django_assert_num_queries(2):
        ledger_of(round_.inspection, TODAY)
