"""The rules of handbook 3.2 and 3.4 beside the form: one sentence each, from the same place."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.branches.choices import MembershipKind, Post
from apps.branches.models import Membership
from apps.meetings.choices import MeetingKind
from apps.meetings.models import Meeting
from apps.meetings.roll import roll_of
from tests import cast
from tests.meetings.conftest import form_values, yesterday

HINTS = reverse("meetings:meeting_hints")
MEMBERS = MeetingKind.MEMBERS_MEETING


@pytest.fixture
def told(as_user, users):
    """The text that the portal answers to a form of the secretary's."""
    client = as_user(users.secretary)

    def ask(organisation, kind=MEMBERS, **given) -> str:
        answer = client.post(HINTS, form_values(organisation, kind, **given))
        assert answer.status_code == 200
        assert not Meeting.objects.filter(status="draft").exists()
        return answer.content.decode()

    return ask


def vote(ayes, nays=0, abstentions=0) -> dict:
    return {
        "votes-TOTAL_FORMS": "1",
        "votes-0-matter": "接收预备党员",
        "votes-0-ayes": str(ayes),
        "votes-0-nays": str(nays),
        "votes-0-abstentions": str(abstentions),
    }


def absent(*people, status="sick") -> dict:
    found: dict = {}
    for person in people:
        found[f"present-{person.uuid}"] = None
        found[f"absence-{person.uuid}"] = status
        found[f"reason-{person.uuid}"] = "在外地"
    return found


def test_vote_passes_with_more_than_half_of_those_who_should_attend(city, members, told):
    text = told(city.branch, **vote(8, 7))
    assert "应到有表决权 15 人，实到有表决权 15 人，已过半数，可以表决" in text
    assert "赞成 8 票，超过应到有表决权人数的半数，通过" in text


def test_half_of_the_present_is_not_enough(city, members, told):
    text = told(city.branch, **absent(*members[9:]), **vote(7, 2))
    assert "实到有表决权 9 人，已过半数，可以表决" in text
    assert "赞成 7 票，没有超过应到有表决权人数的半数，未通过" in text


def test_vote_without_a_quorum_is_advice_and_blocks_nothing(city, members, users, as_user, told):
    given = {**absent(*members[7:]), **vote(7)}
    assert "实到有表决权 7 人，不足半数，表决无效" in told(city.branch, **given)
    answer = as_user(users.secretary).post(
        reverse("meetings:meeting_create"), form_values(city.branch, MEMBERS, **given)
    )
    assert answer.status_code == 302


def test_whoever_is_not_counted_leaves_the_number_of_those_who_should_attend(city, members, told):
    text = told(city.branch, **absent(*members[11:], status="not_counted"), **vote(6, 5))
    assert "应到有表决权 11 人，实到有表决权 11 人" in text
    assert "赞成 6 票，超过应到有表决权人数的半数，通过" in text


def test_probationary_and_suspended_members_have_no_vote(city, members, told):
    cast.make_member(city.branch, kind=MembershipKind.PROBATIONARY)
    Membership.objects.filter(person=members[-1]).update(is_vote_suspended=True)
    assert "应到有表决权 14 人" in told(city.branch, **vote(14))


def test_suspended_committee_member_has_no_vote_in_the_committee(city, committee):
    Membership.objects.filter(person=committee[2]).update(is_vote_suspended=True)
    roll = roll_of(organisation=city.branch, kind=MeetingKind.COMMITTEE_MEETING, on=yesterday())
    assert [e.person for e in roll.entries if not e.has_vote] == [committee[2]]


def test_more_votes_than_voters_are_told(city, members, told):
    text = told(city.branch, **absent(members[3]), **vote(10, 4, 1))
    assert "票数共 15 票，多于实到有表决权的 14 人" in text


def test_missing_votes_are_told(city, members, told):
    assert "还有 2 人没有计入" in told(city.branch, **vote(12, 1))


def test_vote_without_a_committee_record_before_it(city, members, told):
    assert "重要事项一般先经支委会讨论" in told(city.branch, **vote(15))
    cast.make_meeting(city.branch, held_on=yesterday().replace(day=1) - timedelta(days=0))
    assert "重要事项一般先经支委会讨论" not in told(city.branch, **vote(15))


def test_committee_of_less_than_half_is_told(city, committee, told):
    kind = MeetingKind.COMMITTEE_MEETING
    assert "不足应到 7 人的半数" in told(city.branch, kind, **absent(*committee[3:]))
    assert "不足应到" not in told(city.branch, kind, **absent(*committee[4:]))


def test_review_totals_are_held_against_full_members(city, members, told):
    kind = MeetingKind.MEMBER_REVIEW
    cast.make_member(city.branch, kind=MembershipKind.PROBATIONARY)
    text = told(city.branch, kind, excellent="6", qualified="10")
    assert "共评议 16 人，正式党员 15 人" in text
    assert "评议结果共 16 人，多于正式党员 15 人" in text
    assert "优秀 6 人，超过正式党员 15 人的三分之一" in text
    plain = told(city.branch, kind, excellent="5", qualified="10")
    assert "三分之一" not in plain
    assert "多于" not in plain


def test_half_typed_form_is_no_error(city, members, told):
    assert "hint-" not in told(city.branch, started="", **{"votes-TOTAL_FORMS": "x"})


def test_life_meeting_asks_for_what_is_put_right(city, users, as_user, members):
    meeting = cast.make_meeting(city.branch, MeetingKind.LIFE_MEETING, held_on=yesterday())
    client = as_user(users.secretary)
    sentence = "组织生活会查摆的问题要逐条整改"
    assert sentence in client.get(meeting.get_absolute_url()).content.decode()
    meeting.resolutions.create(text="改进学风", owner=members[0], due_on=yesterday())
    assert sentence not in client.get(meeting.get_absolute_url()).content.decode()


def test_foreign_branch_gets_no_answer(city, users, as_user, members):
    client = as_user(users.stranger)
    assert client.post(HINTS, form_values(city.branch, MEMBERS)).status_code == 404


def test_deputy_posts_keep_their_vote(city, committee):
    roll = roll_of(organisation=city.branch, kind=MeetingKind.COMMITTEE_MEETING, on=yesterday())
    assert next(e for e in roll.entries if e.post == Post.DEPUTY_SECRETARY).has_vote
