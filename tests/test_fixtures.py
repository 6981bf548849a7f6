"""The facts that every site begins with (seed figures S0 and handbook 8.3, 8.4)."""

import pytest
from django.core.management import call_command

from apps.assessments.models import Scheme
from apps.branches.choices import UnitKind
from apps.branches.models import Unit
from apps.duties.models import DutyRule
from apps.juries.models import JuryCriterion, JuryScheme
from apps.portal.city.facts import FIXTURES, load_facts
from apps.sixlights.models import BaseCategory, Campaign, CampaignItem, ItemMetric, Metric
from apps.zones.models import Zone

pytestmark = pytest.mark.django_db
CHECKED = (
    *(Unit, Zone, Campaign, CampaignItem, Metric, ItemMetric, BaseCategory),
    *(DutyRule, Scheme, JuryScheme, JuryCriterion),
)


@pytest.fixture(autouse=True)
def _facts(db):
    load_facts()


def test_convening_units_are_the_five_of_the_source():
    """S0-11."""
    assert list(Unit.objects.order_by("code").values_list("name", flat=True)) == [
        "市纪委监委机关",
        "市委宣传部",
        "市委政法委",
        "市财政局",
        "市医疗保障局",
    ]


def test_zones_are_five_with_a_convening_unit_each():
    """S0-03, S0-10, S0-11."""
    zones = Zone.objects.order_by("number")
    assert [z.name for z in zones] == [f"第{n}联系片" for n in "一二三四五"]
    assert len({z.convening_unit_id for z in zones}) == 5


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            "six_lights",
            ["亮党旗党徽", "亮党的阵地", "亮党的声音", "亮党的活动", "亮党的荣誉", "亮党建品牌"],
        ),
        ("six_micros", ["微支部", "微学习", "微党课", "微服务", "微创新", "微展播"]),
    ],
)
def test_campaigns_have_their_six_items(code, names):
    """S0-20, S4-01: campaigns are rows with dates and a source."""
    campaign = Campaign.objects.get(code=code)
    assert list(campaign.items.order_by("order").values_list("name", flat=True)) == names
    assert campaign.starts_on
    assert campaign.source


def test_micro_lectures_take_5_to_30_minutes_in_six_forms():
    """S4-14, S4-15 and handbook 8.4."""
    item = CampaignItem.objects.get(code="micro_lecture")
    assert (item.minutes_from, item.minutes_to) == (5, 30)
    assert item.forms == ["讲授", "研讨", "案例", "互动", "观摩", "体验"]


def test_persons_and_person_times_are_two_metrics():
    """Trap 7."""
    units = dict(Metric.objects.values_list("code", "unit"))
    assert (units["persons"], units["person_times"]) == ("人", "人次")


def test_every_row_passes_its_model_s_checks():
    for model in CHECKED:
        assert model.objects.exists()
        for row in model.objects.all():
            row.full_clean()


def test_facts_are_loaded_once_and_never_over():
    Unit.objects.filter(name="市财政局").update(kind=UnitKind.INSTITUTION)
    assert load_facts() == []
    assert Unit.objects.get(name="市财政局").kind == UnitKind.INSTITUTION


def test_facts_leave_a_table_in_use_alone():
    ItemMetric.objects.all().delete()
    Campaign.objects.get(code="six_micros").items.all().delete()
    assert load_facts() == []


def test_new_rows_follow_the_loaded_keys():
    unit = Unit.objects.create(code="X", name="新单位", kind="organ", founded_on="2026-01-01")
    assert unit.pk > 5


def test_plain_loaddata_gives_the_same_rows():
    before = Unit.objects.count(), Zone.objects.count(), Campaign.objects.count()
    call_command("loaddata", *[name for name, _ in FIXTURES], verbosity=0)
    assert before == (Unit.objects.count(), Zone.objects.count(), Campaign.objects.count())
