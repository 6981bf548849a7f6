"""An observer's pages, what the unit is told and when, and the letter on paper."""

import re
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.core import documents
from apps.core.drafts import standing_of
from apps.core.lifecycle import advance
from apps.core.models import Document
from apps.core.models.spans import day_in_words
from apps.observations.drafts import form_of
from apps.observations.letter import letter_of, print_letter
from apps.observations.models import GroupSession, Observation, Observer, StudyGroup
from apps.observations.services import SessionEntry, assign, plan_session
from tests import cast

LIST = "/observations/"
HOME = "/"


@pytest.fixture
def sent(study, as_user):
    """The client of the head of the team."""
    return as_user(cast.make_user("observer", person=study.people[0]))


def answers(observation, page: str, **changed) -> dict:
    hidden = dict(re.findall(r'name="(form_key|version)" value="([^"]*)"', page))
    plan, speeches, archive = observation.cycle.form.items.all()
    return {
        **hidden,
        f"answer-{plan.pk}": "yes",
        f"answer-{speeches.pk}": "good",
        f"points-{archive.pk}": "9",
        "overall": "good",
        "summary": "组织有序",
        "problems": "没有年度计划\n\n课题没有报告",
        "present_count": "",
        **changed,
    }


def test_home_tells_an_observer_of_his_form_until_it_is_there(study, sent, users, as_user):
    observation = study.observe(1)
    Observer.objects.create(observation=observation, person=users.secretary.person)
    told = f"{observation.group.unit}中心组学习"
    assert told in sent.get(HOME).text
    assert told in as_user(users.secretary).get(HOME).text
    assert told not in as_user(users.nobody).get(HOME).text
    address = observation.get_absolute_url()
    given = answers(observation, sent.get(f"{address}form/").text)
    assert sent.post(f"{address}form/", given).status_code == 302
    assert told not in sent.get(HOME).text


def test_observer_hands_his_form_in(study, sent):
    observation = study.observe()
    address = observation.get_absolute_url()
    listed = sent.get(LIST).content.decode()
    assert "派我去的 1 次" in listed
    assert "市财政局" in listed
    assert "填反馈表" in sent.get(address).content.decode()
    page = sent.get(f"{address}form/").content.decode()
    speeches = observation.cycle.form.items.get(name="研讨发言")
    bad = answers(observation, page, **{f"answer-{speeches.pk}": "poor", "summary": ""})
    answer = sent.post(f"{address}form/", bad)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "“研讨发言”评为“差”的，请在说明里写明差在哪里" in said
    assert "请填写总体情况" in said
    assert "没有年度计划" in said  # nothing typed is lost
    full = answers(observation, page)
    assert sent.post(f"{address}form/", full).url == address
    stored = Observation.objects.get()
    assert (stored.status, stored.returned_by.username) == ("returned", "observer")
    assert [p.text for p in stored.problems.all()] == ["没有年度计划", "课题没有报告"]
    assert "组织有序" in sent.get(address).content.decode()
    # A second click changes nothing.
    assert sent.post(f"{address}form/", full).url == address
    assert sent.get(f"{address}form/").url == address
    assert "不用填反馈表" in sent.get(address).content.decode()
    assert Observation.objects.get().version == stored.version


def test_observer_sees_only_what_he_is_sent_to(study, sent, users, as_user):
    mine, other = study.observe(), study.observe(1)
    assign(observation=other, head=study.people[1], others=[study.people[2]])
    assert other.get_absolute_url() not in sent.get(LIST).content.decode()
    for address in ("", "form/", "letter/word/"):
        assert sent.get(f"{other.get_absolute_url()}{address}").status_code == 404
    assert sent.post(f"{other.get_absolute_url()}letter/").status_code == 404
    assert sent.get("/admin/observations/observation/").status_code == 302
    assert standing_of(user=study.people[0].user, form=form_of(mine)).version == mine.version
    assert standing_of(user=study.people[0].user, form=form_of(other)) is None
    nobody = as_user(users.nobody)
    assert nobody.get(mine.get_absolute_url()).status_code == 404
    assert "没有派您去的旁听" in nobody.get(LIST).content.decode()
    advance(mine, "call_off", by=None, note="单位合并")
    assert sent.get(mine.get_absolute_url()).status_code == 404


def test_unit_reads_its_feedback_and_not_before(study, users, as_user, city):
    unit, observation = as_user(users.subtree_secretary), study.returned()
    address = observation.get_absolute_url()
    page = unit.get(address).content.decode()
    assert "工委反馈以后在这里看" in page
    assert "组织有序" not in page
    assert unit.get(f"{address}form/").status_code == 404
    assert unit.post(f"{address}letter/").status_code == 404
    assert unit.get(f"{address}letter/word/").status_code == 404
    assert "组织有序" in as_user(users.staff).get(address).content.decode()
    advance(observation, "feed_back", by=users.staff)
    page = unit.get(address).content.decode()
    assert "组织有序" in page
    assert "成员课题没有报告" in page
    issue = observation.problems.select_related("issue").first().issue
    assert issue.get_absolute_url() in page
    assert as_user(users.stranger).get(address).status_code == 404
    contact = cast.make_person("学习秘书")
    group = study.groups[0]
    group.contact = contact
    group.save()
    served = as_user(cast.make_user("contact", person=contact))
    cast.appoint(contact, city.sibling)
    read = served.get(address).content.decode()
    assert "组织有序" in read
    assert issue.get_absolute_url() not in read
    assert address in served.get(LIST).content.decode()
    assert served.get(f"{address}form/").status_code == 404


def test_form_waits_for_the_day(study, sent):
    observation = study.observe(on=timezone.localdate() + timedelta(days=2))
    address = observation.get_absolute_url()
    assert "去旁听：只听，不发言" in sent.get(address).content.decode()
    assert sent.get(f"{address}form/").url == address
    assert "还没有到" in sent.get(address).content.decode()


def test_form_that_comes_too_early_or_too_late_loses_nothing(study, sent):
    """It was opened on the day; then the sitting was put off, or a colleague was quicker."""
    observation = study.observe()
    address = f"{observation.get_absolute_url()}form/"
    typed = answers(observation, sent.get(address).content.decode())
    put_off = timezone.localdate() + timedelta(days=3)
    Observation.objects.update(scheduled_on=put_off)
    refused = sent.post(address, typed)
    said = refused.content.decode()
    assert (refused.status_code, "没有年度计划" in said) == (422, True)
    assert f"学习定在{day_in_words(put_off)}，还没有到，旁听过以后再填" in said
    Observation.objects.update(scheduled_on=timezone.localdate(), status="returned")
    said = sent.post(address, typed).content.decode()
    assert "现在是“已交反馈表”，不用填反馈表" in said
    assert "没有年度计划" in said
    assert not Observation.objects.get().problems.exists()


def test_observer_reads_on_the_page_why_the_form_came_back(study, sent, users):
    observation = study.returned()
    advance(observation, "send_back", by=users.staff, note="请补充自学情况")
    assert "反馈表被退回：请补充自学情况" in sent.get(observation.get_absolute_url()).text


def test_letter_has_the_same_words_on_pdf_and_in_word(study, users, as_user):
    observation = advance(study.returned(), "feed_back", by=users.staff)
    unit, address = as_user(users.subtree_secretary), observation.get_absolute_url()
    got = unit.post(f"{address}letter/", follow=True)
    assert b"".join(got).startswith(b"%PDF-")
    word = docx.Document(BytesIO(unit.get(f"{address}letter/word/").content))
    text = "\n".join(p.text for p in word.paragraphs)
    letter = letter_of(Observation.objects.get())
    assert letter["title"] == "关于市财政局中心组学习列席旁听情况的反馈"
    for words in (letter["addressee"], letter["opening"], letter["closing"], "三、存在的问题"):
        assert words in text
    assert "1．成员课题没有报告" in text
    cells = [cell.text for row in word.tables[0].rows for cell in row.cells]
    assert {"研讨发言", "较好", "8分", "缺一份发言稿"} <= set(cells)
    document = Document.objects.get(kind__startswith="observations.letter")
    assert print_letter(Observation.objects.get()) == document
    assert documents.is_readable_by(document, users.subtree_secretary)
    assert not documents.is_readable_by(document, users.stranger)
    checked = unit.get("/verify/", {"code": document.code}).content.decode()
    assert "与系统中这次旁听的反馈一致" in checked


def count(client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


DESK = "/admin/observations"
# Address → queries; the same with one row and with three.
COSTS = {
    LIST: 7,
    "/observations/sessions/": 7,
    "/observations/sessions/new/": 5,
    f"{DESK}/observation/": 9,
    f"{DESK}/groupsession/": 9,
    f"{DESK}/studygroup/": 7,
    f"{DESK}/observationcycle/": 6,
    f"{DESK}/observationform/": 6,
}
OF_OBSERVER = (6, 8)


def test_pages_ask_as_often_for_one_as_for_three(study, users, as_user, city):
    client = as_user(users.staff)
    mine = as_user(cast.make_user("observer", person=study.people[0]))
    observation = study.observe()
    form = f"{observation.get_absolute_url()}form/"
    asked = [(client, address) for address in COSTS] + [(mine, LIST), (mine, form)]

    def costs() -> list[int]:
        for visitor, address in asked:
            visitor.get(address)
        return [count(visitor, address) for visitor, address in asked]

    first = costs()
    assert first == [*COSTS.values(), *OF_OBSERVER]
    study.observe(1)
    unit = cast.make_unit("市统计局")
    home = cast.make_organisation("市统计局机关党委", "organ_committee", unit=unit)
    study.groups.append(
        StudyGroup.objects.create(unit=unit, organisation=home, valid_from=cast.FOUNDED)
    )
    study.observe(2)
    assert costs() == first


def test_detail_asks_a_fixed_number_of_times(study, users, as_user):
    client = as_user(users.subtree_secretary)
    observation = advance(study.returned(), "feed_back", by=users.staff)
    client.get(observation.get_absolute_url())
    assert count(client, observation.get_absolute_url()) == 8


def test_unit_plans_a_session_once_and_changes_it(study, users, as_user, city):
    unit, address = as_user(users.subtree_secretary), "/observations/sessions/"
    page = unit.get(f"{address}new/").content.decode()
    assert "市财政局中心组" in page
    assert "市审计局中心组" not in page
    hidden = dict(re.findall(r'name="(form_key|version)" value="([^"]*)"', page))
    given = {
        **hidden,
        "group": str(study.groups[0].uuid),
        "held_on": timezone.localdate().isoformat(),
        "theme": "学习重要讲话",
        "meeting": "",
    }
    answer = unit.post(f"{address}new/", {**given, "theme": ""})
    assert (answer.status_code, "请填写学习主题" in answer.content.decode()) == (422, True)
    for _ in range(2):
        assert unit.post(f"{address}new/", given).url == address
    session = GroupSession.objects.get()
    assert session.expected_count == 1
    change = f"{address}{session.uuid}/change/"
    page = unit.get(change).content.decode()
    hidden = dict(re.findall(r'name="(form_key|version)" value="([^"]*)"', page))
    late = {**given, **hidden, "expected_count": "1", "present_count": "5"}
    answer = unit.post(change, late)
    assert "实到成员不能多于应到成员" in answer.content.decode()
    assert unit.post(change, {**late, "present_count": "1"}).url == address
    assert "应到 1 人，实到 1 人" in unit.get(address).content.decode()
    assert "在您打开之后已被别人改过" in unit.post(change, late).content.decode()
    other = cast.make_person("别单位书记")
    cast.appoint(other, city.other_committee)
    stranger = as_user(cast.make_user("other_secretary", person=other))
    assert stranger.get(change).status_code == 404


def test_study_secretary_without_a_post_keeps_the_sessions(study, as_user, users):
    """His group's alone; whoever serves no group is not let in."""
    contact, sessions = cast.make_person("学习秘书"), "/observations/sessions/"
    user = cast.make_user("contact", person=contact)
    served = as_user(user)
    assert served.get(sessions).status_code == 403
    assert served.get(f"{sessions}new/").status_code == 403
    StudyGroup.objects.filter(pk=study.groups[0].pk).update(contact=contact)
    foreign = plan_session(
        group=study.groups[1], entry=SessionEntry(timezone.localdate(), "别单位的学习")
    )
    assert "中心组学习安排" in served.get(reverse("accounts:profile")).content.decode()
    page = served.get(f"{sessions}new/").content.decode()
    assert "市审计局中心组" not in page
    hidden = dict(re.findall(r'name="(form_key|version)" value="([^"]*)"', page))
    given = {
        **hidden,
        "group": str(study.groups[0].uuid),
        "held_on": timezone.localdate().isoformat(),
        "theme": "学习重要讲话",
        "meeting": "",
    }
    assert served.post(f"{sessions}new/", given).url == sessions
    session = GroupSession.objects.get(group=study.groups[0])
    change = f"{sessions}{session.uuid}/change/"
    page = served.get(change).content.decode()
    hidden = dict(re.findall(r'name="(form_key|version)" value="([^"]*)"', page))
    assert served.post(change, {**given, **hidden, "place": "三楼会议室"}).url == sessions
    listed = served.get(sessions).content.decode()
    assert change in listed
    assert "三楼会议室" in listed
    assert "别单位的学习" not in listed
    assert served.get(f"{sessions}{foreign.uuid}/change/").status_code == 404
    assert standing_of(user=user, form=f"observations.groupsession:{session.uuid}").version == 2
    assert standing_of(user=user, form=f"observations.groupsession:{foreign.uuid}") is None


def test_desk_plans_agrees_and_feeds_back(study, users, as_user):
    desk = as_user(users.staff)
    cycle = f"/admin/observations/observationcycle/{study.cycle.pk}/"
    page = desk.get(f"{cycle}plan/").content.decode()
    assert "最多与最少相差 1 次" in page
    assert "旁听2号" in page
    assert desk.post(f"{cycle}plan/").status_code == 302
    observation = Observation.objects.get(group=study.groups[0])
    address = f"/admin/observations/observation/{observation.pk}/"
    session = plan_session(
        group=study.groups[0], entry=SessionEntry(timezone.localdate(), "学习重要讲话")
    )
    assert "请选择一次学习" in desk.post(f"{address}agree/").content.decode()
    assert desk.post(f"{address}agree/", {"session": session.pk}).status_code == 302
    assert (
        "市财政局" in desk.get("/admin/observations/observation/?waiting=notice").content.decode()
    )
    head = study.people[1]
    team = {"head": head.pk, "others": [study.people[2].pk]}
    assert desk.post(f"{address}assign/", team).status_code == 302
    for step in ("notify", "hear"):
        assert desk.post(f"{address}{step}/", {"note": ""}).status_code == 302
    observation.refresh_from_db()
    assert observation.status == "held"
    assert observation.observers.get(is_head=True).person == head
