"""The desk's numbers about sitting in on study lead to exactly their rows."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from apps.core import desk
from apps.observations.models import Observation
from tests import cast


def test_queues_lead_to_exactly_their_rows(study, users, as_user, city):
    today = timezone.localdate()
    bare = study.observe(0, told=False)
    Observation.objects.filter(pk=bare.pk).update(
        session=None, scheduled_on=None, notice_due_on=None
    )
    study.observe(1, told=False)
    for number, name in enumerate(("市统计局", "市档案局"), start=2):
        unit = cast.make_unit(name)
        home = cast.make_organisation(f"{name}机关党委", "organ_committee", unit=unit)
        study.groups.append(
            type(study.groups[0]).objects.create(
                unit=unit, organisation=home, valid_from=cast.FOUNDED
            )
        )
        study.observe(number) if number == 3 else study.returned(number)
    Observation.objects.filter(group=study.groups[3]).update(form_due_on=today - timedelta(days=1))
    client = as_user(users.staff)
    found = {e["label"]: e for e in desk.waiting_for(users.staff) if "旁听" in e["label"]}
    assert {label: e["count"] for label, e in found.items()} == {
        "旁听没有商定日期": 1,
        "该通知单位的旁听": 1,
        "旁听反馈表逾期未交": 1,
        "待反馈单位的旁听": 1,
    }
    for entry in found.values():
        assert client.get(entry["link"]).context["cl"].result_count == 1, entry["label"]


def test_unit_is_told_once_a_day_is_agreed(study, users, as_user):
    client = as_user(users.staff)
    observation = study.observe(0, told=False)
    page, tell = (
        reverse(f"admin:observations_observation_{name}", args=[observation.pk])
        for name in ("change", "notify")
    )
    assert tell in client.get(page).text
    Observation.objects.update(session=None, scheduled_on=None, notice_due_on=None)
    assert tell not in client.get(page).text


def test_cycle_without_observers_says_so_once(study, users, as_user):
    study.cycle.observers.all().delete()
    url = reverse("admin:observations_observationcycle_plan", args=[study.cycle.pk])
    text = as_user(users.staff).get(url).text
    assert text.count("还没有可以派的旁听人员，请先在这个周期里登记旁听人员") == 1
    assert "没有要安排的单位" not in text
