"""Drafts of forms: one's own, by the door of all text, gone with the record."""

import contextlib
import json
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Unit
from apps.core import drafts, tasks
from apps.core.idempotency import changed, once
from apps.core.models import FormDraft
from tests import cast
from tests.core.test_idempotency import in_threads

FORM = "meetings.meeting:a:b"
ADDRESS = reverse("core:form_draft")


@pytest.fixture
def writer(db):
    return cast.make_user("writer")


@pytest.fixture
def client(as_user, writer):
    return as_user(writer)


def draft_of(user, key=None, form: str = FORM, **content) -> FormDraft:
    return drafts.keep(user=user, form=form, key=key or uuid.uuid4(), content=content)


def post(client, **given):
    body = {"form": FORM, "key": str(uuid.uuid4()), "content": {"place": "三楼"}} | given
    return client.post(ADDRESS, json.dumps(body), content_type="application/json")


def test_draft_is_one_row_for_a_writer_and_a_form(writer):
    key = uuid.uuid4()
    draft_of(writer, key, minutes="一")
    draft_of(writer, key, minutes="一二")
    draft_of(cast.make_user("other"), minutes="别人的")
    found = drafts.unfinished_of(writer).get()
    assert (found.key, found.content) == (key, {"minutes": "一二"})


def test_page_gets_the_draft_with_its_key(writer):
    draft = draft_of(writer, **{"minutes": "一", "present-x": False})
    state = drafts.page_of(writer, FORM)["draft_state"]
    assert state["draft"]["content"] == {"minutes": "一", "present-x": False}
    assert state["draft"]["key"] == str(draft.key)
    assert drafts.page_of(writer, "meetings.talk:a")["draft_state"]["draft"] is None
    assert drafts.page_of(cast.make_user("other"), FORM)["draft_state"]["draft"] is None


def test_saved_form_takes_its_draft_along(writer):
    draft, other = draft_of(writer, minutes="一"), draft_of(writer, form="meetings.talk:a")
    once(user=writer, key=draft.key, create=lambda: cast.make_unit("市财政局"))
    assert list(drafts.unfinished_of(writer)) == [other]
    changed(user=writer, key=other.key, change=lambda: Unit.objects.get())
    assert not drafts.unfinished_of(writer).exists()
    assert drafts.sweep() == 2


def test_failed_saving_leaves_the_draft(writer):
    draft = draft_of(writer, minutes="一")
    with pytest.raises(ZeroDivisionError):
        once(user=writer, key=draft.key, create=lambda: 1 / 0)
    assert drafts.unfinished_of(writer).get() == draft


def test_copy_that_comes_after_the_saving_is_told(writer):
    key = uuid.uuid4()
    once(user=writer, key=key, create=lambda: cast.make_unit("市财政局"))
    with pytest.raises(drafts.AlreadySent):
        draft_of(writer, key, minutes="一")
    assert not FormDraft.objects.exists()


def test_copy_that_came_during_the_saving_is_not_offered_and_swept(writer):
    key = uuid.uuid4()
    once(user=writer, key=key, create=lambda: cast.make_unit("市财政局"))
    FormDraft.objects.create(user=writer, form=FORM, key=key)
    assert not drafts.unfinished_of(writer).exists()
    assert tasks.sweep_drafts() == 1


def test_retried_change_is_done_again_and_noted_once(writer):
    key = uuid.uuid4()
    unit = cast.make_unit("市财政局")
    for _ in range(2):
        assert changed(user=writer, key=key, change=lambda: unit) == unit


@pytest.mark.parametrize("text", ["空\x00字", "残\ud800字", "秘密★十年"])
def test_text_that_no_form_takes_is_refused(writer, text):
    with pytest.raises(ValidationError):
        draft_of(writer, minutes=text)


def test_only_so_many_drafts(writer, settings):
    settings.DRAFT_LIMIT = 2
    draft_of(writer, form="meetings.talk:a")
    draft_of(writer, form="meetings.talk:b")
    with pytest.raises(ValidationError, match="已有 2 份"):
        draft_of(writer, form="meetings.talk:c")
    draft_of(writer, form="meetings.talk:b", minutes="接着写")
    assert drafts.unfinished_of(writer).count() == 2


def test_sweep_takes_what_nobody_has_gone_on_with(writer, settings):
    old, new = draft_of(writer, form="meetings.talk:a"), draft_of(writer, form="meetings.talk:b")
    long_ago = timezone.now() - timedelta(days=settings.DRAFT_KEEP_DAYS + 1)
    FormDraft.objects.filter(pk=old.pk).update(saved_at=long_ago)
    assert drafts.sweep() == 1
    assert list(FormDraft.objects.all()) == [new]


def test_door_saves_and_throws_away(client, writer):
    told = post(client).json()
    assert told["time"] == drafts.clock(timezone.now())
    assert told["current"] is None
    cast.make_user("other")
    assert client.delete(f"{ADDRESS}?form={FORM}").status_code == 204
    assert not FormDraft.objects.exists()


def test_door_knows_only_one_s_own_drafts(client, as_user, writer):
    draft_of(writer, minutes="我的")
    stranger = as_user(cast.make_user("stranger"))
    stranger.delete(f"{ADDRESS}?form={FORM}")
    post(stranger, content={"minutes": "别人的"})
    assert drafts.unfinished_of(writer).get().content == {"minutes": "我的"}


def test_door_tells_that_the_form_is_a_record_now(client, writer):
    key = uuid.uuid4()
    once(user=writer, key=key, create=lambda: cast.make_unit("市财政局"))
    assert post(client, key=str(key)).json()["done"]["url"] == ""


@pytest.mark.parametrize(
    "given",
    [
        {"form": "../x"},
        {"form": "meetings.meeting:\x00"},
        {"form": None},
        {"key": "1"},
        {"key": 1},
        {"content": []},
        {"content": {"a": 1}},
        {"content": {"a": {"b": "c"}}},
        {"content": {"a\x00": "b"}},
        {"content": {"a": "\x00"}},
        {"content": {"a": "\ud800"}},
        {"content": {"\ud800": "a"}},
        {"version": -1},
        {"version": 10**30},
        {"version": True},
        {"version": "1"},
    ],
)
def test_door_refuses_bad_input_in_words(client, given):
    answer = post(client, **given)
    assert answer.status_code == 422
    assert any("\u4e00" <= c <= "\u9fff" for c in answer.json()["reason"])
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"[]", b"1", b'{"form": 1}', b"9" * 9999]
)
def test_door_refuses_what_is_no_draft(client, body):
    answer = client.post(ADDRESS, body, content_type="application/json")
    assert answer.status_code == 422
    assert "内容在本机" in answer.json()["reason"]


def test_door_refuses_what_is_too_long(client, settings):
    settings.DRAFT_MAX_BYTES = 1000
    assert "内容太长" in post(client, content={"minutes": "字" * 500}).json()["reason"]


def test_door_asks_a_script_to_sign_in(db, client):
    client.logout()
    body = json.dumps({"form": FORM})
    answer = client.post(
        ADDRESS, body, content_type="application/json", headers={"X-Requested-With": "fetch"}
    )
    assert answer.status_code == 401


def test_saving_a_draft_does_not_prolong_the_session(client):
    post(client)
    before = client.session.get_expiry_date(), client.session._get_session_from_db().expire_date
    answer = post(client)
    assert "sessionid" not in answer.cookies
    assert client.session._get_session_from_db().expire_date == before[1]


def test_door_has_its_token(writer, as_user):
    strict = as_user(writer)
    strict.handler.enforce_csrf_checks = True
    answer = post(strict)
    assert answer.status_code == 403
    assert "登录已过期。请重新登录，您填写的内容不会丢失" in answer.content.decode()
    assert f'href="{ADDRESS}"' in answer.content.decode()


def test_script_is_told_where_to_go_on(client):
    answer = client.get("/account/login/", headers={"X-Requested-With": "fetch"})
    assert (answer.status_code, answer["X-Location"]) == (204, "/")


@pytest.mark.django_db(transaction=True)
def test_twenty_copies_at_once_make_one_row():
    user, key = cast.make_user("one"), uuid.uuid4()
    in_threads(20, lambda: draft_of(user, key, minutes="一"))
    assert FormDraft.objects.get().content == {"minutes": "一"}


@pytest.mark.django_db(transaction=True)
def test_copies_during_the_saving_are_never_offered_again():
    """F15, autosave against submit: whoever comes first, the form is done."""
    user, key = cast.make_user("one"), uuid.uuid4()
    turns = iter([True, False] * 10)

    def either():
        if next(turns):
            once(user=user, key=key, create=lambda: cast.make_unit("市财政局"))
        else:
            with contextlib.suppress(drafts.AlreadySent):
                draft_of(user, key, minutes="一")

    in_threads(20, either)
    assert Unit.objects.count() == 1
    assert not drafts.unfinished_of(user).exists()
