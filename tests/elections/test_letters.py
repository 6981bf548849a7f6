"""提醒函 and 批复: what they say, the same bytes, and the same words in Word."""

from io import BytesIO

import docx
import pytest
from django.core.exceptions import ValidationError

from apps.core import files
from apps.elections import letters, services
from apps.elections.choices import PaperKind
from apps.elections.choices import RenewalStatus as Status
from tests.elections.conftest import by_election, renewal_in, report

pytestmark = pytest.mark.django_db


def test_notice_names_the_end_of_the_term_and_the_rules(city, body):
    letter = letters.letter_of(renewal_in(Status.NOTIFIED, body), PaperKind.NOTICE)
    assert letter["addressee"] == city.branch.name
    assert letter["issuer"] == city.committee.name
    told = "".join(letter["paragraphs"])
    ends = body.term.ends_on
    assert f"将于{ends.year}年{ends.month}月{ends.day}日届满" in told
    assert "不少于应选人数的20%" in told
    assert "不少于应到会人数的80%" in told
    assert "一般不超过12个月" in told


def test_approval_answers_the_request_and_the_result_names_the_elected(body):
    renewal = renewal_in(Status.CONFIRMED, body)
    approval = "".join(letters.letter_of(renewal, PaperKind.APPROVAL)["paragraphs"])
    assert "《换届请示》（财〔2026〕1号）收悉" in approval
    assert "设委员3名" in approval
    found = "".join(letters.letter_of(renewal, PaperKind.RESULT_APPROVAL)["paragraphs"])
    assert f"同意{body.people[0]}任书记" in found
    assert f"{body.people[1]}、{body.people[2]}任支部委员会委员" in found


def test_letter_of_a_step_that_is_not_taken_is_refused(body):
    renewal = renewal_in(Status.NOTIFIED, body)
    for kind in (PaperKind.APPROVAL, PaperKind.REQUEST):
        with pytest.raises(ValidationError, match="请先办到这一步"):
            letters.letter_of(renewal, kind)


def test_same_letter_is_the_same_document(body):
    renewal = renewal_in(Status.NOTIFIED, body)
    first = letters.print_letter(renewal, PaperKind.NOTICE)
    assert letters.print_letter(renewal, PaperKind.NOTICE) == first
    assert files.read(first.path).startswith(b"%PDF")


def test_word_says_the_same(body):
    renewal = renewal_in(Status.NOTIFIED, body)
    letter = letters.letter_of(renewal, PaperKind.NOTICE)
    written = letters.write_letter(renewal, PaperKind.NOTICE)
    assert written == letters.write_letter(renewal, PaperKind.NOTICE)
    lines = [p.text for p in docx.Document(BytesIO(written)).paragraphs]
    for text in (letter["title"], f"{letter['addressee']}：", *letter["paragraphs"]):
        assert text in lines
    assert lines[-2:] == [letter["issuer"], letter["dated_on"]]


def test_approval_of_a_by_election_names_who_fills_the_rest_of_the_term(body):
    election = by_election(body)
    report(election, body)
    with pytest.raises(ValidationError, match="请先办到这一步"):
        letters.letter_of(election, PaperKind.RESULT_APPROVAL)
    services.confirm_by_election(
        election=election, in_office_on=body.today, doc_no="市直工委〔2026〕2号", by=None
    )
    letter = letters.letter_of(election, PaperKind.RESULT_APPROVAL)
    assert letter["title"] == f"关于{body.organisation}补选结果的批复"
    told = "".join(letter["paragraphs"])
    ends = body.term.ends_on
    assert "关于补选结果的报告收悉" in told
    assert f"同意{body.people[0]}任书记" in told
    assert f"任期与本届相同，至{ends.year}年{ends.month}月{ends.day}日届满" in told
