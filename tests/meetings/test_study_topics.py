"""学习重点: who gets a topic, and what becomes of it on the record form."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from apps.core.lifecycle import StepRefused, advance
from apps.meetings.choices import TopicStatus
from apps.meetings.models import StudyTopic
from apps.meetings.services import write_topic

ADD = reverse("admin:meetings_studytopic_add")
LIST = reverse("meetings:topic_list")
FORM = reverse("meetings:meeting_create")


def make_topic(title="学习全会精神", *, units=(), published=True) -> StudyTopic:
    topic = write_topic(
        topic=StudyTopic(),
        title=title,
        month=timezone.localdate(),
        text="列入第一议题",
        is_for_all=not units,
        units=units,
    )
    return advance(topic, "publish", by=None) if published else topic


def asked(organisation) -> dict:
    return {"organisation": organisation.uuid, "kind": "members_meeting"}


def test_topic_of_the_month_is_a_chip_where_it_was_sent(city, users, as_user):
    make_topic("发给财政局", units=[city.unit])
    make_topic("发给大家")
    make_topic("还没有下发", published=False)
    own = as_user(users.secretary).get(FORM, asked(city.branch))
    assert own.context["study_topics"] == ["发给财政局", "发给大家"]
    other = as_user(users.stranger).get(FORM, asked(city.other_branch))
    assert other.context["study_topics"] == ["发给大家"]


def test_topic_of_another_month_is_no_chip(city, users, as_user):
    topic = make_topic()
    topic.month = topic.month.replace(year=topic.month.year - 1)
    topic.save()
    assert as_user(users.secretary).get(FORM, asked(city.branch)).context["study_topics"] == []


def test_page_shows_published_topics_of_the_own_unit(city, users, as_user):
    make_topic("发给审计局", units=[city.other_unit])
    make_topic("发给大家")
    text = as_user(users.secretary).get(LIST).content.decode()
    assert "发给大家" in text
    assert "发给审计局" not in text


def test_topic_without_addressee_is_not_sent_out(city, users):
    topic = make_topic(units=[city.unit], published=False)
    topic.addressees.all().delete()
    with pytest.raises(StepRefused, match="发给哪些单位"):
        advance(topic, "publish", by=users.staff)


def test_published_topic_is_recalled_before_it_is_changed(city, users):
    topic = make_topic()
    with pytest.raises(ValidationError, match="先撤回"):
        write_topic(topic=topic, title="改过", month=topic.month)
    recalled = advance(topic, "recall", by=users.staff)
    assert write_topic(topic=recalled, title="改过", month=topic.month).title == "改过"


def test_every_step_from_every_state(city, users):
    topic = make_topic()
    allowed = {("draft", "publish"), ("withdrawn", "publish"), ("published", "recall")}
    for state in TopicStatus.values:
        for step in ("publish", "recall"):
            StudyTopic.objects.filter(pk=topic.pk).update(status=state)
            with pytest.raises(PermissionDenied if (state, step) in allowed else StepRefused):
                advance(topic, step, by=users.secretary)
            if (state, step) in allowed:
                advance(topic, step, by=users.staff)


def posted(**given) -> dict:
    month = timezone.localdate().strftime("%Y-%m")
    return {"title": "学习条例", "of_month": month, "source": "", "text": "", **given}


def test_staff_write_to_a_zone_and_send_it_out(city, users, as_user):
    client = as_user(users.staff)
    page = client.get(ADD)
    groups = dict(page.context["adminform"].form.fields["audience"].choices)
    zone = next(key for key, label in groups.items() if label == "第一联系片")
    answer = client.post(ADD, posted(audience=[zone]))
    topic = StudyTopic.objects.get()
    assert answer.status_code == 302
    assert list(topic.units.all()) == [city.unit]
    assert not topic.is_for_all
    client.post(reverse("admin:meetings_studytopic_publish", args=[topic.pk]))
    topic.refresh_from_db()
    assert topic.status == TopicStatus.PUBLISHED
    change = reverse("admin:meetings_studytopic_change", args=[topic.pk])
    shown = client.get(change).content.decode()
    assert "市财政局" in shown
    assert "已下发" in shown
    assert "&#x27;published&#x27;" not in shown


def test_staff_are_asked_to_whom(users, as_user, city):
    page = as_user(users.staff).post(ADD, posted())
    assert "请选择发给谁" in page.content.decode()
    assert not StudyTopic.objects.exists()


def test_draft_is_shown_again_with_its_zone(city, users, as_user):
    topic = make_topic(units=[city.unit, city.other_unit], published=False)
    page = as_user(users.staff).get(reverse("admin:meetings_studytopic_change", args=[topic.pk]))
    fields = page.context["adminform"].form.fields
    assert len(fields["audience"].initial) == 1
    assert fields["chosen_units"].initial == [city.other_unit.pk]


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_the_page(city, users, as_user, rows, django_assert_num_queries):
    for n in range(rows):
        make_topic(f"重点{n}", units=[city.unit])
    client = as_user(users.secretary)
    with django_assert_num_queries(4):
        client.get(LIST)
