"""A juror's pages, the page of a result, and that nobody's name stands beside his marks."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core import files
from apps.juries import dossiers
from apps.juries.choices import Subject
from apps.juries.dossiers import Dossier, DossierFile
from apps.juries.drafts import standing
from apps.juries.models import Objection, Sheet
from tests import cast

LIST = "/juries/"


@pytest.fixture
def dossier(monkeypatch):
    """What an upper floor would tell of each candidate."""
    stored = files.store(b"%PDF-1.4 evidence", suffix=".pdf")

    def tell(candidates):
        told = (("书记", "李书记"), ("背景", "第一行\n第二行 <b>"), ("成效", "短"))
        file = DossierFile("佐证", stored.path, "application/pdf")
        return {c.pk: Dossier(c.label, told, (file,)) for c in candidates}

    monkeypatch.setitem(dossiers._tellers, Subject.PROJECT, tell)


@pytest.fixture
def seated(sit, as_user):
    """A sitting of which the first two jurors have accounts, with their clients."""

    def make(**given):
        sitting = sit(**given)
        users = [
            cast.make_user(f"juror{n}", person=j.person) for n, j in enumerate(sitting.jurors[:2])
        ]
        return sitting, [as_user(user) for user in users]

    return make


def form_of(client, address: str, **given) -> dict:
    page = client.get(address).content.decode()
    hidden = dict(re.findall(r'name="(form_key|version)" value="([^"]*)"', page))
    return {**hidden, **given}


def test_juror_fills_in_his_sheets_one_after_the_other(seated, dossier):
    sitting, (client, _) = seated(labels=("甲", "乙"))
    first, second = (f"{LIST}candidates/{c.uuid}/" for c in sitting.candidates)
    assert "您已交 0 份评分表" in client.get(LIST).content.decode()
    page = client.get(first).content.decode()
    assert "<dd>李书记</dd>" in page
    assert "第一行\n第二行 &lt;b&gt;" in page
    assert "<dd>短</dd>" not in page
    got = client.get(f"{first}files/1/")
    assert b"".join(got) == b"%PDF-1.4 evidence"
    assert got["Content-Disposition"].endswith(quote("佐证.pdf"))
    assert client.get(f"{first}files/2/").status_code == 404
    names = [f"points-{c.pk}" for c in sitting.jury.scheme.criteria.all()]
    half = form_of(client, first, do="draft", light="", advice="", **{names[0]: "20.5"})
    assert client.post(first, half).url == first
    answer = client.post(first, form_of(client, first, do="hand_in", light="", **{names[0]: 99}))
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "“切口小”的得分填 0 到 25 之间的数" in said
    assert "请填写“有难度”的得分" in said
    assert "请选择建议：绿灯、黄灯或红灯" in said
    assert 'href="#id_light"' in said, "to the frame around the three lights"
    full = {"light": "green", "advice": "好", "do": "hand_in", **dict.fromkeys(names, "20.5")}
    sent = form_of(client, first, **full)
    assert client.post(first, sent).url == second
    # An old copy of the page: what another device saved meanwhile is told.
    assert "没有保存" in client.post(first, sent).content.decode()
    sheet = Sheet.objects.get()
    assert (sheet.handed_in_at is not None, sheet.scores.count(), sheet.version) == (True, 4, 2)
    own = standing(sitting.jurors[0].person.user, str(sitting.candidates[0].uuid))
    assert own.version == 2
    assert standing(sitting.jurors[1].person.user, str(sitting.candidates[0].uuid)) is None
    sent = form_of(client, second, **full)
    assert client.post(second, sent).url == sitting.jury.get_absolute_url()
    assert client.post(second, sent).status_code == 302
    assert Sheet.objects.count() == 2
    sitting.step("close")
    closed = client.get(first).content.decode()
    assert "评审已经截止，评分表只能查看" in closed
    assert "82" in closed
    assert client.post(first, sent).status_code == 302
    assert "没有保存：评审已经截止" in client.get(first).content.decode()


def test_own_unit_is_shown_without_a_form(seated, city):
    sitting, (client, _) = seated()
    cast.appoint(sitting.jurors[0].person, city.branch, "deputy_secretary")
    page = client.get(f"{LIST}candidates/{sitting.candidates[0].uuid}/").content.decode()
    assert "您任职在参评单位，按规定回避，不用评这一项" in page
    assert "data-sheet" not in page
    assert "回避" in client.get(sitting.jury.get_absolute_url()).content.decode()


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_name_of_a_juror_stands_nowhere_for_others(seated, users, as_user, is_anonymous):
    """Anonymous: not for a colleague, not for the unit, and beside no mark for anybody."""
    sitting, (_, colleague) = seated(is_anonymous=is_anonymous)
    writer = sitting.jurors[0]
    sitting.mark_all(sitting.candidates[0], 91, 84, 88)
    sitting.step("close", "freeze")
    line = sitting.lines()["甲"]
    pages = [
        (colleague, LIST),
        (colleague, sitting.jury.get_absolute_url()),
        (colleague, f"{LIST}candidates/{sitting.candidates[0].uuid}/"),
        (as_user(users.subtree_secretary), line.get_absolute_url()),
        (as_user(users.leader), line.get_absolute_url()),
    ]
    named = [address for client, address in pages if writer.name in _text(client, address)]
    assert named == ([] if is_anonymous else [pages[1][1], *[line.get_absolute_url()] * 2])


def _text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_unit_objects_to_its_line_and_takes_it_back(sit, city, users, as_user):
    sitting = sit(jurors=1)
    sitting.mark(sitting.jurors[0], sitting.candidates[0], 59)
    sitting.step("close", "freeze")
    address = sitting.lines()["甲"].get_absolute_url()
    client = as_user(users.subtree_secretary)
    assert as_user(users.stranger).get(address).status_code == 404
    assert "平均 59.00 分，红灯" in _text(client, address)
    empty = client.post(f"{address}object/", form_of(client, address, text=" "))
    assert "请写明对哪一点有异议" in empty.content.decode()
    assert (
        client.post(f"{address}object/", form_of(client, address, text="请复核")).status_code == 302
    )
    objection = Objection.objects.get()
    assert "撤回异议" in _text(client, address)
    client.post(
        reverse("core:lifecycle_step", args=["juries.objection", objection.uuid, "withdraw"]),
        {"next": address},
    )
    assert "已撤回" in _text(client, address)
    sitting.step("reopen")
    assert "正在重新评议，这个结果暂不作数" in _text(client, address)
    assert "提出异议</summary>" not in _text(client, address)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_the_same_queries_for_one_and_for_three(seated, dossier, users, as_user, number):
    sitting, (client, _) = seated(labels="甲乙丙"[:number], jurors=number + 1)
    for candidate in sitting.candidates:
        sitting.mark_all(candidate, 90, 85, 80)
    sitting.step("close", "freeze")
    reader, line = as_user(users.leader), sitting.lines()["甲"].get_absolute_url()
    staff, jury, found = as_user(users.staff), sitting.jury, sitting.jury.lists.get()
    candidate = f"{LIST}candidates/{sitting.candidates[0].uuid}/"
    pages = {
        (client, LIST): 4,
        (client, sitting.jury.get_absolute_url()): 12,
        (client, candidate): 11,
        (reader, line): 6,
        (staff, reverse("admin:juries_jury_changelist")): 7,
        (staff, reverse("admin:juries_jury_change", args=[jury.pk])): 13,
        (staff, reverse("admin:juries_jury_handed_in", args=[jury.pk])): 10,
        (staff, reverse("admin:juries_resultlist_change", args=[found.pk])): 8,
    }
    found = {key: queries_of(*key) for key in pages}
    assert found == pages


def queries_of(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_profile_leads_to_the_juries(seated, as_user, users):
    _, (client, _) = seated()
    assert "我的评审（1）" in _text(client, "/me/")
    assert "我的评审" not in _text(as_user(users.secretary), "/me/")
