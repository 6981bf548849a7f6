"""Drafts of records and talks: their names, what is offered, and saving twice with other words."""

import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core import drafts
from apps.core.drafts import unfinished_of
from apps.core.models import FormDraft
from apps.meetings.choices import MeetingKind, MeetingStatus
from apps.meetings.drafts import form_of, form_of_new, form_of_notes, form_of_talk, unfinished
from apps.meetings.models import Meeting, Talk
from tests import cast
from tests.meetings.conftest import form_values, yesterday

CREATE = reverse("meetings:meeting_create")
KIND = MeetingKind.COMMITTEE_MEETING


@pytest.fixture
def secretary(users, as_user):
    return as_user(users.secretary)


@pytest.fixture
def draft(city, committee):
    return cast.make_meeting(city.branch, held_on=yesterday(), status=MeetingStatus.DRAFT)


def keep(user, form: str, key=None, version=None) -> FormDraft:
    content = {"minutes": "讨论了三件事"}
    return drafts.keep(
        user=user, form=form, key=key or uuid.uuid4(), content=content, version=version
    )


def test_form_opens_with_what_was_typed_elsewhere(city, users, secretary, committee):
    kept = keep(users.secretary, form_of_new(city.branch, KIND))
    page = secretary.get(CREATE, {"organisation": city.branch.uuid, "kind": KIND})
    assert page.context["draft_state"]["draft"]["key"] == str(kept.key)
    assert page.context["draft_state"]["draft"]["content"] == {"minutes": "讨论了三件事"}
    assert 'id="draft-state" type="application/json"' in page.content.decode()


def test_saved_record_takes_its_draft_along(city, users, secretary, committee):
    values = form_values(city.branch)
    keep(users.secretary, form_of_new(city.branch, KIND), values["form_key"])
    secretary.post(CREATE, values)
    assert Meeting.objects.count() == 1
    assert not unfinished_of(users.secretary).exists()


def test_changed_record_takes_its_draft_along(city, users, secretary, draft):
    values = form_values(city.branch, version=str(draft.version), save="draft")
    keep(users.secretary, form_of(draft), values["form_key"], draft.version)
    secretary.post(reverse("meetings:meeting_update", args=[draft.uuid]), values)
    assert not unfinished_of(users.secretary).exists()


def test_unfinished_forms_lead_back(city, users, secretary, draft):
    for form in (
        form_of_new(city.branch, KIND),
        form_of(draft),
        form_of_talk(city.branch),
        form_of_new(city.other_branch, KIND),
        "meetings.meeting:x:y",
        "meetings.meeting",
        "reports.report:1",
    ):
        keep(users.secretary, form)
    found = unfinished(users.secretary)
    assert [one.title for one in found] == ["谈心谈话", f"修改：{draft.title}", "支委会"]
    assert all(secretary.get(one.url).status_code == 200 for one in found)
    for path in ("meetings:meeting_list", "portal:home"):
        assert "有 3 份没有写完的记录" in secretary.get(reverse(path)).content.decode()


def test_nothing_is_said_without_unfinished_forms(users, secretary):
    assert unfinished(users.secretary) == []
    assert "没有写完" not in secretary.get(reverse("meetings:meeting_list")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_unfinished_forms_are_found_in_few_queries(
    city, users, draft, number, django_assert_num_queries
):
    for kind in list(MeetingKind)[:number]:
        keep(users.secretary, form_of_new(city.branch, kind))
    keep(users.secretary, form_of(draft))
    with django_assert_num_queries(4):
        assert unfinished(users.secretary)


def test_autosave_tells_of_a_change_elsewhere(city, users, secretary, draft):
    def autosave():
        body = {"form": form_of(draft), "key": str(uuid.uuid4()), "version": 1, "content": {}}
        path = reverse("core:form_draft")
        return secretary.post(path, json.dumps(body), content_type="application/json").json()

    assert autosave()["current"]["version"] == 1
    Meeting.objects.filter(pk=draft.pk).update(version=2, updated_at=timezone.now())
    assert autosave()["current"] == {"version": 2, "changed": drafts.clock(timezone.now())}


def test_standing_of_a_record_not_seen_is_not_told(city, users, draft):
    assert drafts.standing_of(user=users.secretary, form=form_of(draft)).version == 1
    assert drafts.standing_of(user=users.stranger, form=form_of(draft)) is None


def test_same_form_with_other_words_shows_both(city, secretary, committee):
    secretary.post(CREATE, form_values(city.branch))
    page = secretary.post(CREATE, form_values(city.branch, minutes="另一台电脑上写的"))
    text = page.content.decode()
    assert page.status_code == 409
    assert "没有重复保存。您在这里填写的与它不同" in text
    assert "另一台电脑上写的" in text
    assert Meeting.objects.count() == 1
    again = form_values(city.branch, minutes="另", form_key=page.context["form"].data["form_key"])
    assert secretary.post(CREATE, again).status_code == 302
    assert Meeting.objects.count() == 2


def test_retried_change_leads_to_the_record(city, secretary, draft):
    path = reverse("meetings:meeting_update", args=[draft.uuid])
    values = form_values(city.branch, version=str(draft.version), save="draft", minutes="记录")
    first, again = secretary.post(path, values), secretary.post(path, values)
    assert first["Location"] == again["Location"]
    assert secretary.post(path, values | {"minutes": "改过"}).status_code == 409


def test_same_talk_with_other_words_is_told(city, secretary, committee):
    path = reverse("meetings:talk_create")
    values = {
        "form_key": str(uuid.uuid4()),
        "kind": "committee_member",
        "held_on": timezone.localdate().isoformat(),
        "first": str(committee[0].uuid),
        "second": str(committee[1].uuid),
    }
    assert secretary.post(path, values).status_code == 302
    assert secretary.post(path, values).status_code == 302
    page = secretary.post(path, values | {"second": str(committee[2].uuid)})
    assert page.status_code == 422
    assert "已经登记过一次" in page.content.decode()
    assert Talk.objects.count() == 1


def test_words_for_a_record_that_was_filed_meanwhile_come_back(
    city, users, secretary, draft, committee
):
    path = reverse("meetings:meeting_update", args=[draft.uuid])
    values = form_values(city.branch, version=str(draft.version))
    assert secretary.post(path, values).status_code == 302
    late = values | {"minutes": "电脑上写的", "form_key": str(uuid.uuid4())}
    page = secretary.post(path, late)
    assert page.status_code == 409
    again = late | {"version": page.context["form"].data["version"]}
    refused = secretary.post(path, again)
    assert refused.status_code == 422
    assert "请先撤回再修改" in refused.content.decode()
    assert "电脑上写的" in refused.content.decode()


def test_unfinished_change_of_a_filed_record_leads_to_the_record(users, filed):
    keep(users.secretary, form_of(filed))
    keep(users.secretary, form_of_notes(filed))
    urls = {one.title: one.url for one in unfinished(users.secretary)}
    assert urls[f"修改：{filed.title}"] == filed.get_absolute_url()
    complete = reverse("meetings:meeting_complete", args=[filed.uuid])
    assert urls[f"补全：{filed.title}"] == complete


def test_notes_that_are_sent_twice_are_added_once(users, secretary, filed):
    path = reverse("meetings:meeting_complete", args=[filed.uuid])
    key = str(uuid.uuid4())
    keep(users.secretary, form_of_notes(filed), key, filed.version)
    values = {
        "form_key": key,
        "version": str(filed.version),
        "minutes": "补记的内容",
        "speeches-TOTAL_FORMS": "0",
        "speeches-INITIAL_FORMS": "0",
    }
    assert [secretary.post(path, values).status_code for _ in range(2)] == [302, 302]
    assert not unfinished_of(users.secretary).exists()
    page = secretary.post(path, values | {"minutes": "另一份"})
    assert page.status_code == 422
    assert "另一份" in page.content.decode()
    filed.refresh_from_db()
    assert filed.minutes == "补记的内容"
