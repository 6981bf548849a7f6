from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.core.lifecycle import advance
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus
from apps.meetings.models import Meeting
from apps.meetings.services import withdraw_meeting
from tests import cast
from tests.meetings.conftest import form_values, sitting_of, yesterday

CREATE = reverse("meetings:meeting_create")


@pytest.fixture
def secretary(as_user, users):
    return as_user(users.secretary)


def test_form_is_prefilled_from_the_last_sitting(city, users, secretary, committee, filed):
    filed.place, filed.recorder = "党员活动室", committee[2]
    filed.save()
    page = secretary.get(CREATE, {"organisation": city.branch.uuid, "kind": "committee_meeting"})
    form = page.context["form"]
    assert form["place"].value() == "党员活动室"
    assert form["recorder"].value() == str(committee[2].uuid)
    assert page.context["chips"] == ["学习重要讲话"]
    assert page.content.decode().count('class="attendee-box"') == 7


def test_without_a_todo_the_kind_is_asked_first(city, secretary, committee):
    page = secretary.get(CREATE).content.decode()
    assert f"organisation={city.branch.uuid}&amp;kind=members_meeting" in page
    assert "centre_group_study" not in page


def test_post_records_everybody_present(city, secretary, committee):
    answer = secretary.post(CREATE, form_values(city.branch))
    meeting = Meeting.objects.get()
    assert answer["Location"] == reverse("meetings:meeting_receipt", args=[meeting.uuid])
    assert meeting.status == MeetingStatus.FILED
    assert (meeting.expected_count, meeting.present_count) == (7, 7)
    assert "已提交：支委会" in secretary.get(answer["Location"]).content.decode()


def test_draft_is_kept_without_filing(city, secretary, committee):
    secretary.post(CREATE, form_values(city.branch, save="draft", first_topic="", place=""))
    assert Meeting.objects.get().status == MeetingStatus.DRAFT


def test_absence_with_its_reason_is_stored(city, secretary, committee):
    key = committee[1].uuid
    values = form_values(city.branch, **{f"present-{key}": None, f"absence-{key}": "duty_trip"})
    secretary.post(CREATE, values)
    row = Meeting.objects.get().attendances.get(person=committee[1])
    assert (row.status, row.reason) == (AttendanceStatus.DUTY_TRIP, "公出")


def test_errors_keep_everything_typed(city, secretary, committee):
    key = committee[1].uuid
    values = form_values(
        city.branch,
        first_topic="",
        minutes="很长的记录",
        ended="08:00",
        **{f"present-{key}": None, "votes-TOTAL_FORMS": "1", "votes-0-matter": "换届方案"},
    )
    page = secretary.post(CREATE, values)
    text = page.content.decode()
    assert page.status_code == 422
    assert 'role="alert"' in text
    assert "很长的记录" in text
    assert "换届方案" in text
    assert f'href="#id_absence-{key}_0"' in text
    assert 'href="#id_votes-0-ayes"' in text
    assert text.count("请填写赞成票数") == 2
    assert not Meeting.objects.exists()


def test_rule_is_told_at_its_field(city, secretary, committee):
    values = form_values(city.branch, chair=str(committee[1].uuid))
    text = secretary.post(CREATE, values).content.decode()
    assert text.count("请写明代为主持的原因") == 2


def test_rows_are_stored_and_an_empty_row_is_no_row(city, secretary, committee):
    values = form_values(
        city.branch,
        **{
            "topics-TOTAL_FORMS": "2",
            "topics-0-topic": "研究换届",
            "topics-1-topic": "",
            "votes-TOTAL_FORMS": "1",
            "votes-0-matter": "换届方案",
            "votes-0-ayes": "6",
            "votes-0-nays": "1",
        },
    )
    secretary.post(CREATE, values)
    meeting = Meeting.objects.get()
    assert [i.topic for i in meeting.agenda_items.all()] == ["学习重要讲话", "研究换届"]
    vote = meeting.votes.get()
    assert (vote.eligible, vote.present, vote.ayes, vote.nays) == (7, 7, 6, 1)


def test_theme_day_with_a_lecture_discharges_both(city, secretary, members):
    kind = MeetingKind.THEME_DAY
    values = form_values(
        city.branch,
        kind,
        **{
            "topics-TOTAL_FORMS": "1",
            "topics-0-topic": "专题党课",
            "topics-0-kind": "party_lecture",
            "topics-0-lecturer": str(members[0].uuid),
        },
    )
    secretary.post(CREATE, values)
    kinds = Meeting.objects.get().agenda_items.values_list("kind", flat=True)
    assert list(kinds) == ["theme_day", "party_lecture"]


def test_newcomer_on_the_posted_day_is_shown_before_he_is_counted(city, secretary, members):
    kind = MeetingKind.MEMBERS_MEETING
    values = form_values(city.branch, kind)
    cast.make_member(city.branch, "昨日转入", since=yesterday())
    page = secretary.post(CREATE, values)
    assert page.status_code == 422
    assert "应到人员还有昨日转入" in page.content.decode()


def test_same_form_sent_again_leads_to_the_same_record(city, secretary, committee):
    first = secretary.post(CREATE, form_values(city.branch))
    again = secretary.post(CREATE, form_values(city.branch), follow=True)
    assert again.redirect_chain[0][0] == first["Location"]
    assert "没有重复保存" in again.content.decode()
    assert Meeting.objects.count() == 1


def test_stale_save_shows_both_versions_and_keeps_the_text(city, users, secretary, filed):
    draft = withdraw_meeting(meeting=filed, by=users.secretary)
    path = reverse("meetings:meeting_update", args=[draft.uuid])
    values = form_values(city.branch, version=str(draft.version), save="draft")
    assert secretary.post(path, {**values, "place": "甲处"}).status_code == 302
    page = secretary.post(path, {**values, "place": "乙处", "minutes": "我的记录"})
    text = page.content.decode()
    assert page.status_code == 409
    assert "甲处" in text
    assert "乙处" in text
    assert "我的记录" in text
    draft.refresh_from_db()
    assert draft.place == "甲处"
    again = {**values, "place": "乙处", "version": page.context["form"].data["version"]}
    assert secretary.post(path, again).status_code == 302
    draft.refresh_from_db()
    assert draft.place == "乙处"


def test_update_page_shows_what_is_stored(city, users, secretary, committee):
    key = committee[1].uuid
    secretary.post(
        CREATE,
        form_values(
            city.branch,
            save="draft",
            **{f"present-{key}": None, f"absence-{key}": "sick"},
            **{"speeches-TOTAL_FORMS": "1", "speeches-0-gist": "我不同意"},
            **{"speeches-0-person": str(committee[2].uuid)},
        ),
    )
    path = reverse("meetings:meeting_update", args=[Meeting.objects.get().uuid])
    page = secretary.get(path)
    form = page.context["form"]
    assert "我不同意" in page.content.decode()
    assert form[f"absence-{key}"].value() == "sick"
    assert form["first_topic"].value() == "学习重要讲话"


def test_filed_record_has_no_edit_page(secretary, filed):
    answer = secretary.get(reverse("meetings:meeting_update", args=[filed.uuid]))
    assert answer["Location"] == filed.get_absolute_url()


def test_correction_begins_with_a_reason(users, secretary, filed):
    advance(filed, "review", by=users.subtree_secretary)
    path = reverse("meetings:meeting_correct", args=[filed.uuid])
    assert secretary.post(path, {"reason": ""})["Location"] == filed.get_absolute_url()
    answer = secretary.post(path, {"reason": "人数有误"})
    correction = Meeting.objects.get(corrects=filed)
    assert answer["Location"] == reverse("meetings:meeting_update", args=[correction.uuid])
    assert "这是对" in secretary.get(answer["Location"]).content.decode()


def test_signatures_are_noted_once(secretary, filed):
    path = reverse("meetings:meeting_sign", args=[filed.uuid])
    assert "登记已签字" in secretary.get(filed.get_absolute_url()).content.decode()
    secretary.post(path)
    filed.refresh_from_db()
    noted = filed.signed_by_chair_at
    assert noted == filed.signed_by_recorder_at is not None
    assert "还没有登记签字" in secretary.post(path, follow=True).content.decode()
    filed.refresh_from_db()
    assert filed.signed_by_chair_at == noted


def test_draft_cannot_be_signed(city, users, secretary):
    draft = cast.make_meeting(city.branch, held_on=yesterday(), status=MeetingStatus.DRAFT)
    secretary.post(reverse("meetings:meeting_sign", args=[draft.uuid]))
    draft.refresh_from_db()
    assert draft.signed_by_chair_at is None


@pytest.mark.parametrize("role", ["stranger", "convenor", "nobody", "system_admin"])
def test_other_subtree_does_not_exist(filed, users, as_user, role):
    client = as_user(getattr(users, role))
    for name in ("meeting_detail", "meeting_update", "meeting_receipt"):
        status = client.get(reverse(f"meetings:{name}", args=[filed.uuid])).status_code
        assert status in ((404,) if role == "stranger" else (403, 404))


@pytest.mark.parametrize(
    ("role", "detail", "update"),
    [
        ("secretary", 200, 302),
        ("subtree_secretary", 200, 302),
        ("staff", 200, 403),
        ("leader", 200, 403),
    ],
)
def test_roles_of_the_own_subtree(filed, users, as_user, role, detail, update):
    client = as_user(getattr(users, role))
    assert client.get(filed.get_absolute_url()).status_code == detail
    path = reverse("meetings:meeting_update", args=[filed.uuid])
    assert client.get(path).status_code == update


def test_form_for_a_body_of_another_subtree_does_not_exist(city, secretary, committee):
    asked = {"organisation": city.other_branch.uuid, "kind": "committee_meeting"}
    assert secretary.get(CREATE, asked).status_code == 404
    values = form_values(city.branch) | {"organisation": str(city.other_branch.uuid)}
    assert secretary.post(CREATE, values).status_code == 404
    assert not Meeting.objects.exists()


def test_odd_addresses_are_not_found(city, secretary):
    for asked in ({"organisation": "x", "kind": "party_lecture"},):
        assert secretary.get(CREATE, asked).status_code == 404
    subgroup_kind = {"organisation": city.branch.uuid, "kind": "subgroup_meeting"}
    assert secretary.get(CREATE, subgroup_kind).status_code == 404


def test_attachment_is_kept_and_served_to_readers_alone(
    city, users, as_user, secretary, committee, settings
):
    upload = SimpleUploadedFile("签到 表.pdf", b"%PDF-1.4\n1 0 obj\n%%EOF\n", "text/html")
    secretary.post(CREATE, {**form_values(city.branch), "attachments": [upload]})
    attachment = Meeting.objects.get().attachments.get()
    path = reverse("meetings:attachment_download", args=[attachment.uuid])
    answer = secretary.get(path)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert as_user(users.stranger).get(path).status_code == 404
    settings.FILE_ACCEL_PREFIX = "/protected/"
    handed = secretary.get(path)
    assert handed["X-Accel-Redirect"] == f"/protected/{attachment.path}"
    assert handed.content == b""


def test_list_shows_pages_by_keyset(city, secretary, committee):
    for day in range(35):
        cast.make_meeting(city.branch, held_on=yesterday() - timedelta(days=day))
    first = secretary.get(reverse("meetings:meeting_list"))
    assert len(first.context["records"]) == 30
    second = secretary.get(first.context["older_url"])
    assert len(second.context["records"]) == 5
    shown = [*first.context["records"], *second.context["records"]]
    assert len({r.pk for r in shown}) == 35


def test_list_filters_by_year_kind_status_and_body(city, users, as_user, committee):
    day = yesterday()
    here = cast.make_meeting(city.branch, MeetingKind.THEME_DAY, held_on=day)
    cast.make_meeting(city.sibling, held_on=day.replace(year=day.year - 1, day=1))
    client = as_user(users.subtree_secretary)

    def shown(**asked):
        return list(client.get(reverse("meetings:meeting_list"), asked).context["records"])

    assert shown(year=day.year) == [here]
    assert shown(kind="theme_day") == [here]
    assert shown(organisation=city.branch.uuid) == [here]
    assert shown(status="reviewed") == []
    assert len(shown(year="x", kind="'", status="?", organisation="-", after="!")) == 2
    assert (
        client.get(
            reverse("meetings:meeting_list"), {"organisation": city.other_branch.uuid}
        ).status_code
        == 404
    )


def test_detail_tells_the_rules_of_a_vote(city, users, secretary, members):
    from apps.meetings.services import log_meeting
    from apps.meetings.sitting import Absence, Ballot

    absences = {p.pk: Absence(AttendanceStatus.SICK) for p in members[-7:]}
    sitting = sitting_of(
        city.branch,
        MeetingKind.MEMBERS_MEETING,
        absences=absences,
        ballots=(Ballot("接收预备党员", 7, 1),),
    )
    meeting = log_meeting(organisation=city.branch, sitting=sitting, by=users.secretary)
    text = secretary.get(meeting.get_absolute_url()).content.decode()
    assert "应到有表决权 15 人，实到有表决权 8 人，已过半数，可以表决" in text
    assert "赞成 7 票，没有超过应到有表决权人数的半数，未通过" in text
    assert "本季度在这次大会之前没有支委会记录" in text


def test_talk_is_logged_on_a_page(city, secretary, committee):
    path = reverse("meetings:talk_create")
    values = {
        "form_key": "6f7a3e0c-7e9c-4c39-9c2e-6a8d3f2b1a01",
        "kind": "committee_member",
        "held_on": timezone.localdate().isoformat(),
        "first": str(committee[0].uuid),
        "second": str(committee[1].uuid),
    }
    assert secretary.get(path).status_code == 200
    assert secretary.post(path, {**values, "second": values["first"]}).status_code == 422
    assert secretary.post(path, values).status_code == 302
    assert committee[1].name in secretary.get(reverse("meetings:talk_list")).content.decode()
