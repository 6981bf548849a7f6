from datetime import date

import pytest

from apps.branches.choices import OrganisationKind, Post
from apps.branches.models import Appointment
from apps.core.lifecycle import advance
from apps.notices.models import ChannelPreference, Notice
from tests import cast
from tests.conftest import secretary_of

HELD_ON = date(2026, 3, 2)


@pytest.fixture
def meeting(city, users):
    return cast.make_meeting(city.branch, held_on=HELD_ON)


def told() -> dict[str, str]:
    return {n.user.username: n.text for n in Notice.objects.select_related("user")}


def test_returned_record_is_told_with_its_reason_and_address(meeting, users):
    advance(meeting, "return", by=users.staff, note="请补上缺席原因")
    notice = Notice.objects.get()
    assert notice.user == users.secretary
    assert notice.text == (f"3月2日的“{meeting}”被退回，请修改后再提交。原因：请补上缺席原因")
    assert notice.link == meeting.get_absolute_url()


def test_reviewed_record_is_told_to_whoever_asked(meeting, users):
    advance(meeting, "review", by=users.staff)
    assert told() == {}
    ChannelPreference.objects.create(user=users.secretary, wants_reviews=True)
    other = cast.make_meeting(meeting.organisation, held_on=HELD_ON)
    advance(other, "review", by=users.staff)
    assert told() == {"secretary": f"3月2日的“{other}”已审核通过"}


def test_record_of_a_subgroup_is_told_to_the_branch(city, users):
    group = cast.make_organisation("第一党小组", OrganisationKind.SUBGROUP, parent=city.branch)
    record = cast.make_meeting(group, held_on=HELD_ON)
    advance(record, "return", by=users.staff, note="请核对")
    assert list(told()) == ["secretary"]


def test_author_is_told_as_long_as_he_may_change_the_record(meeting, city, users):
    deputy, person = secretary_of(city.sibling, "author")
    meeting.created_by = deputy
    meeting.save()
    advance(meeting, "return", by=users.staff, note="请核对")
    assert list(told()) == ["secretary"]
    cast.appoint(person, city.branch, Post.DEPUTY_SECRETARY)
    advance(meeting, "file", by=None)
    advance(meeting, "return", by=users.staff, note="再核对")
    assert Notice.objects.of(deputy).count() == 1


def test_deputy_is_told_where_there_is_no_secretary(meeting, city, users):
    deputy = cast.make_member(city.branch)
    account = cast.make_user("deputy", person=deputy)
    cast.appoint(deputy, city.branch, Post.DEPUTY_SECRETARY)
    Appointment.objects.filter(organisation=city.branch, post=Post.SECRETARY).update(
        valid_to=date(2020, 1, 1)
    )
    advance(meeting, "return", by=users.staff, note="请核对")
    assert list(told()) == [account.username]
