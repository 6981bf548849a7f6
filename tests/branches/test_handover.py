"""书记交接: asked, confirmed by a higher body, in force from the day on."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.branches.choices import HandoverStatus, Post, Role
from apps.branches.models import Handover
from apps.branches.scope import held_roles, permissions_of, scope
from apps.branches.services import request_handover, secretary_of
from apps.core.lifecycle import StepRefused, advance
from apps.notices.models import Notice
from tests import cast


@pytest.fixture
def successor(city, users):
    person = cast.make_member(city.branch, "接任人")
    cast.make_user("successor", person=person)
    return person


def ask(city, users, successor, *, days: int = 0) -> Handover:
    return request_handover(
        organisation=city.branch,
        successor=successor,
        takes_over_on=timezone.localdate() + timedelta(days=days),
        by=users.secretary,
    )


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def roles_of(user: User) -> set[Role]:
    return {role for role, _ in held_roles(fresh(user))}


def test_confirmed_handover_gives_the_successor_everything_at_once(city, users, successor):
    advance(ask(city, users, successor), "confirm", by=users.subtree_secretary)
    assert roles_of(successor.user) == {Role.BRANCH_SECRETARY}
    assert secretary_of(city.branch).person == successor
    assert scope(fresh(successor.user), "meetings.add_meeting").covers(city.branch.path)


def test_predecessor_reads_for_thirty_days_and_does_nothing(city, users, successor):
    advance(ask(city, users, successor), "confirm", by=users.staff)
    old = fresh(users.secretary)
    assert roles_of(old) == {Role.FORMER_SECRETARY}
    assert scope(old, "meetings.view_meeting").covers(city.branch.path)
    for permission in ("meetings.add_meeting", "meetings.change_meeting", "branches.add_handover"):
        assert not scope(old, permission)
    with time_machine.travel(timezone.now() + timedelta(days=29)):
        assert roles_of(old) == {Role.FORMER_SECRETARY}
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert roles_of(old) == set()


def test_former_secretary_holds_rights_to_read_alone():
    rights = permissions_of(Role.FORMER_SECRETARY)
    assert rights == {r for r in permissions_of(Role.BRANCH_SECRETARY) if ".view_" in r} | {
        r for r in permissions_of(Role.SUBTREE_SECRETARY) if ".view_" in r
    }


def test_posts_change_on_the_day_and_not_before(city, users, successor):
    advance(ask(city, users, successor, days=5), "confirm", by=users.staff)
    assert roles_of(users.secretary) == {Role.BRANCH_SECRETARY}
    assert roles_of(successor.user) == set()
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        assert roles_of(users.secretary) == {Role.FORMER_SECRETARY}
        assert roles_of(successor.user) == {Role.BRANCH_SECRETARY}


def test_secretary_does_not_confirm_his_own_handover(city, users, successor):
    for user in (users.secretary, users.stranger, users.leader):
        with pytest.raises(PermissionDenied):
            advance(ask_once(city, users, successor), "confirm", by=user)


def ask_once(city, users, successor) -> Handover:
    return Handover.objects.first() or ask(city, users, successor)


def test_committee_secretary_does_not_confirm_his_own(city, users):
    person = cast.make_person("新党委书记")
    handover = request_handover(
        organisation=city.committee,
        successor=person,
        takes_over_on=timezone.localdate(),
        by=users.subtree_secretary,
    )
    with pytest.raises(PermissionDenied):
        advance(handover, "confirm", by=users.subtree_secretary)
    advance(handover, "confirm", by=users.staff)
    assert secretary_of(city.committee).person == person


def test_every_step_from_every_state(city, users, successor):
    handover = ask(city, users, successor)
    for state in HandoverStatus.values:
        for step in ("confirm", "decline", "cancel"):
            Handover.objects.filter(pk=handover.pk).update(status=state)
            if state != HandoverStatus.REQUESTED:
                with pytest.raises(StepRefused):
                    advance(handover, step, by=users.staff, note="原因")
    for step, by in (("decline", users.staff), ("cancel", users.secretary)):
        Handover.objects.filter(pk=handover.pk).update(status=HandoverStatus.REQUESTED)
        advance(handover, step, by=by, note="原因")
    assert secretary_of(city.branch).person == users.secretary.person


def test_day_in_the_past_is_refused(city, users, successor):
    with pytest.raises(ValidationError, match="不能早于今天"):
        ask(city, users, successor, days=-1)
    handover = ask(city, users, successor)
    Handover.objects.filter(pk=handover.pk).update(takes_over_on=date(2026, 1, 5))
    with pytest.raises(StepRefused, match="交接日期已经过了"):
        advance(handover, "confirm", by=users.staff)


def test_second_request_and_oneself_are_refused(city, users, successor):
    with pytest.raises(ValidationError, match="就是现任书记"):
        ask(city, users, users.secretary.person)
    ask(city, users, successor)
    with pytest.raises(ValidationError, match="已有一份交接"):
        ask(city, users, successor)


def test_request_falls_when_the_post_has_ended_meanwhile(city, users, successor):
    handover = ask(city, users, successor)
    post = city.branch.appointments.get(post=Post.SECRETARY)
    post.valid_to = timezone.localdate()
    post.save()
    with pytest.raises(StepRefused, match="已不是现任书记"):
        advance(handover, "confirm", by=users.staff)


def page_of(organisation) -> str:
    return reverse("portal:handover", args=[organisation.uuid])


def posted(successor, **given) -> dict:
    return {
        "form_key": "6f7a3e0c-7e9c-4c39-9c2e-6a8d3f2b1a11",
        "successor": str(successor.uuid),
        "takes_over_on": timezone.localdate().isoformat(),
        **given,
    }


def test_pages_lead_from_the_request_to_one_click(city, users, as_user, successor):
    client = as_user(users.secretary)
    asked = reverse("portal:handover_ask", args=[city.branch.uuid])
    assert client.post(asked, posted(successor)).status_code == 302
    client.post(asked, posted(successor))
    client.get(reverse("portal:home"))  # shows once what was done
    handover = Handover.objects.get()
    assert "等上级党组织确认" not in client.get(page_of(city.branch)).content.decode()
    higher = as_user(users.subtree_secretary)
    assert "接任人" in higher.get(reverse("portal:home")).content.decode()
    assert "确认交接" in higher.get(page_of(city.branch)).content.decode()
    step = reverse("core:lifecycle_step", args=["branches.handover", handover.uuid, "confirm"])
    higher.post(step)
    assert secretary_of(city.branch).person == successor
    profile = as_user(users.secretary).get(reverse("accounts:profile")).content.decode()
    assert "可以查阅，不能登记和修改" in profile


def test_desk_names_the_state_and_what_is_confirmed(city, users, as_user, successor):
    handover, desk = ask(city, users, successor), as_user(users.staff)
    text = desk.get(reverse("admin:branches_handover_change", args=[handover.pk])).text
    assert handover.get_status_display() in text
    assert f"&#x27;{handover.status}&#x27;" not in text
    page = desk.get(reverse("admin:branches_handover_confirm", args=[handover.pk])).text
    assert f"<h2>确认交接：{handover}</h2>" in page


def test_successor_of_another_branch_is_no_choice(city, users, as_user):
    stranger = cast.make_member(city.other_branch)
    asked = reverse("portal:handover_ask", args=[city.branch.uuid])
    assert as_user(users.secretary).post(asked, posted(stranger)).status_code == 422
    assert not Handover.objects.exists()


def test_page_lists_what_goes_over(city, users, as_user):
    cast.make_meeting(city.branch, held_on=date(2026, 3, 2), status="returned")
    text = as_user(users.secretary).get(page_of(city.branch)).content.decode()
    assert "草稿和退回的记录 1 条" in text


def test_page_does_not_call_the_successor_secretary_before_the_day(city, users, as_user, successor):
    handover = ask(city, users, successor, days=5)
    advance(handover, "confirm", by=users.staff)
    text = as_user(users.staff).get(page_of(city.branch)).content.decode()
    assert f"日起由{handover.successor}任书记。" in text
    assert f"现任书记 {handover.successor}" not in text


def test_term_is_reminded_half_a_year_before(city, users, as_user):
    ends_on = timezone.localdate() + timedelta(days=100)
    city.branch.terms.create(number=3, term_years=3, starts_on=date(2023, 1, 1), ends_on=ends_on)
    profile = reverse("accounts:profile")
    assert "还有 100 天" in as_user(users.secretary).get(profile).content.decode()
    city.branch.terms.update(ends_on=timezone.localdate() - timedelta(days=3))
    assert "过了 3 天" in as_user(users.secretary).get(profile).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_page(city, users, as_user, rows, django_assert_num_queries):
    for n in range(rows):
        cast.make_member(city.branch)
        cast.make_meeting(city.branch, held_on=date(2026, 3, n + 1), status="draft")
    client = as_user(users.secretary)
    with django_assert_num_queries(13):
        client.get(page_of(city.branch))


def test_both_secretaries_are_told(city, users, successor):
    advance(ask(city, users, successor), "confirm", by=users.staff)
    day = timezone.localdate()
    told = {n.user: n.text for n in Notice.objects.select_related("user")}
    assert told == {
        successor.user: f"书记交接已确认：{day.month}月{day.day}日起由您担任{city.branch}书记",
        users.secretary: (
            f"书记交接已确认：{city.branch}的书记工作{day.month}月{day.day}日起移交接任人"
        ),
    }


def test_secretary_is_told_why_a_handover_was_declined(city, users, successor):
    handover = ask(city, users, successor)
    advance(handover, "decline", by=users.staff, note="请先完成换届")
    notice = Notice.objects.get()
    assert notice.user == users.secretary
    assert notice.text.endswith("的书记交接被退回。原因：请先完成换届")
    assert notice.link == handover.get_absolute_url()
