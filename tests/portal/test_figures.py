"""The published figures: computed from rows, equal to what was published, and open to be looked into."""

import csv
import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse

from apps.branches.choices import Role
from apps.branches.models import Appointment, Grade, Office, Organisation, Placement
from apps.brands.models import Batch, BrandPlan, LayerSpan
from apps.contacts.models import ContactVisit
from apps.core.models import PolicyNumber
from apps.grades.models import GradeItem
from apps.news.models import Case, InfoAdoption, InfoSubmission, StudySession, TrainingClass
from apps.portal.city import load
from apps.portal.figures import ALL
from apps.portal.figures.definitions import Counted, Listed, OfRows, Ruled, Told
from apps.portal.figures.reading import Answer, answers
from apps.portal.practices.load import load_practices
from apps.portal.practices.registry import PRACTICES
from apps.projects.models import Outcome, ProjectMeasure, SecretaryProject, Title, TitleKind
from apps.sixlights.models import (
    Activity,
    ActivityCount,
    ActivityLecturer,
    CampaignItem,
    Honour,
    Lecturer,
    ThemeDayBase,
    VenueReview,
    VolunteerTeam,
)
from apps.zones.models import (
    AttendingUnit,
    Division,
    Practice,
    ShownVenue,
    Zone,
    ZoneActivity,
)
from tests import cast

pytestmark = pytest.mark.django_db
PUBLISHED = {
    row["id"]: row
    for row in csv.DictReader(
        Path(__file__).with_name("published_figures.csv").read_text(encoding="utf-8").splitlines()
    )
}


@pytest.fixture(scope="module", autouse=True)
def _practices(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The rows of the practices, for all tests of the module; gone at its end."""
    names = connection.settings_dict
    assert names["NAME"].startswith(names["TEST"]["NAME"])
    with django_db_blocker.unblock():
        try:
            load_practices()
            yield
        finally:
            with transaction.atomic():
                load.empty_everything()


@pytest.fixture
def staff(as_user) -> Client:
    user = cast.make_user("staff")
    cast.grant(user, Role.COMMITTEE_STAFF)
    return as_user(user)


def figures() -> dict[str, dict]:
    out = StringIO()
    call_command("figures", "--json", stdout=out)
    return {figure["id"]: figure for figure in json.loads(out.getvalue())}


def figure(key: str) -> Answer:
    """One of them alone."""
    asked = next(one for one in ALL if one.id == key)
    practice = next(one for one in PRACTICES if one.seed == asked.seed)
    return answers(practice, practice.organisation(), [asked])[0]


def told(figure: dict) -> tuple[str, str, str]:
    return str(figure["value"]), figure["qualifier"], figure["unit"]


def test_every_figure_is_the_published_one():
    found = figures()
    assert list(found) == list(PUBLISHED)
    wrong = {
        key: (told(found[key]), told(row))
        for key, row in PUBLISHED.items()
        if told(found[key]) != told(row)
    }
    assert wrong == {}


def test_numbers_are_numbers_and_days_are_texts():
    for key, figure in figures().items():
        is_day = PUBLISHED[key]["unit"] in ("date", "issue")
        assert isinstance(figure["value"], str if is_day else int), key
        assert figure["where"]
        assert figure["url"].startswith("/")


def test_figures_are_printed_in_chinese():
    out = StringIO()
    call_command("figures", stdout=out)
    lines = {line.split()[0]: line for line in out.getvalue().splitlines()[1:]}
    assert len(lines) == len(PUBLISHED)
    assert "180余名" in lines["S0-08"]
    assert "近100万元" in lines["S4-25"]
    assert "2022年9月15日" in lines["S0-04"]
    assert "每月不少于1次" in lines["S2-03"]


CHANGES: dict[str, tuple[Callable[[], object], tuple[object, str]]] = {
    # A row less, of organisations, offices, posts, people who came, bases, lecturers and brands.
    "S0-01": (
        lambda: Organisation.objects.filter(code="CZ-783").update(kind="subgroup"),
        (782, "exact"),
    ),
    "S0-07": (lambda: AttendingUnit.objects.first().delete(), (106, "exact")),
    "S0-13": (lambda: Lecturer.objects.first().delete(), (4, "exact")),
    "S0-15": (lambda: ThemeDayBase.objects.first().delete(), (27, "exact")),
    "S0-16": (lambda: ShownVenue.objects.first().delete(), (2, "exact")),
    "S1-06": (lambda: VolunteerTeam.objects.filter(level="team").delete(), (2, "exact")),
    "S1-07": (
        lambda: VolunteerTeam.objects.filter(name__contains="支队70").update(valid_to="2019-12-31"),
        (69, "exact"),
    ),
    "S1-08": (
        lambda: Placement.objects.filter(reason__startswith="调整规范").first().delete(),
        (28, "exact"),
    ),
    "S1-09": (
        lambda: Appointment.objects.filter(person__code="HL-P10").update(post="deputy_secretary"),
        (9, "exact"),
    ),
    "S1-10": (
        lambda: VenueReview.objects.filter(is_up_to_standard=True)[0].delete(),
        (61, "exact"),
    ),
    "S1-12": (lambda: Case.objects.exclude(prize="").first().delete(), (1, "exact")),
    "S2-06": (
        lambda: Appointment.objects.filter(post="group_member").first().delete(),
        (10, "exact"),
    ),
    "S3-01": (
        lambda: SecretaryProject.objects.filter(organisation__code="ZJ-037").update(
            status="draft", started_on=None
        ),
        (36, "exact"),
    ),
    "S3-03": (lambda: Title.objects.first().delete(), (10, "exact")),
    "S3-10": (
        lambda: GradeItem.objects.filter(scheme__kind="red_flag", order=40).update(
            parent=GradeItem.objects.get(scheme__kind="red_flag", order=10)
        ),
        (3, "exact"),
    ),
    "S3-11": (
        lambda: GradeItem.objects.filter(scheme__kind="red_flag", order=42).delete(),
        (7, "exact"),
    ),
    "S3-14": (
        lambda: Grade.objects.filter(organisation__code="ZJ-003-21", year=2021).update(order=1),
        (20, "exact"),
    ),
    "S3-15": (
        lambda: Honour.objects.filter(name__contains="集体12").update(level="unit"),
        (11, "exact"),
    ),
    "S3-16": (
        lambda: Honour.objects.filter(name__contains="个人52").update(status="proposed"),
        (51, "exact"),
    ),
    "S3-17": (lambda: ProjectMeasure.objects.filter(name="自助办").delete(), (4, "exact")),
    "S3-18": (lambda: ProjectMeasure.objects.filter(name="减材料").delete(), (6, "counted")),
    "S4-04": (lambda: Office.objects.first().delete(), (21, "exact")),
    "S4-17": (
        lambda: ActivityLecturer.objects.filter(person__code="HY-P63").delete(),
        (62, "exact"),
    ),
    "S4-26": (
        lambda: LayerSpan.objects.filter(brand__name__startswith="党建品牌10").delete(),
        (9, "exact"),
    ),
    # A published total, and how exact it is.
    "S0-02": (
        lambda: Division.objects.update(units=107, units_hedge="exact"),
        (107, "exact"),
    ),
    "S0-08": (
        lambda: ZoneActivity.objects.filter(zone=None).update(persons=190, persons_hedge="more"),
        (190, "at least (多)"),
    ),
    "S1-01": (lambda: StudySession.objects.update(sessions=4), (4, "exact")),
    "S1-02": (
        lambda: StudySession.objects.update(person_times_hedge="over"),
        (900, "at least (余)"),
    ),
    "S1-04": (
        lambda: TrainingClass.objects.update(person_times=2801, person_times_hedge="exact"),
        (2801, "exact"),
    ),
    "S1-05": (lambda: InfoSubmission.objects.filter(items=130).update(items=13), (13, "exact")),
    "S1-14": (lambda: BrandPlan.objects.update(ends_on="2022-12-31"), (2022, "exact")),
    "S1-15": (lambda: BrandPlan.objects.update(ends_on="2022-12-31"), (4, "exact")),
    "S1-17": (
        lambda: LayerSpan.objects.filter(
            layer="submitted", brand__name__startswith="呼伦贝尔党建品牌63"
        ).update(layer="nurturing"),
        (62, "exact"),
    ),
    "S1-18": (
        lambda: LayerSpan.objects.filter(
            layer="certified", brand__name__startswith="呼伦贝尔党建品牌30"
        ).update(layer="shortlisted"),
        (29, "exact"),
    ),
    "S1-19": (lambda: Batch.objects.update(number=2), (2, "exact")),
    "S1-20": (
        lambda: LayerSpan.objects.filter(layer="demonstration").first().delete(),
        (6, "exact"),
    ),
    "S1-22": (lambda: InfoAdoption.objects.update(printed_number=1), (1, "uncertain")),
    "S3-08": (
        lambda: Outcome.objects.filter(value=3800).update(value=3900, value_hedge="over"),
        (3900, "at least (余)"),
    ),
    "S3-02": (
        lambda: Outcome.objects.filter(value=1063).update(starts_on="2019-06-01"),
        (4, "exact"),
    ),
    "S3-04": (lambda: TitleKind.objects.filter(places=10).update(places=12), (12, "name")),
    "S3-06": (lambda: Outcome.objects.filter(is_ordinal=True).update(value=2), (2, "ordinal")),
    "S3-13": (lambda: Outcome.objects.filter(is_target=True).update(value=95), (95, "exact")),
    "S4-25": (
        lambda: ActivityCount.objects.filter(metric__code="money_saved").update(value=990000),
        (990000, "just under (近)"),
    ),
    "S4-11": (
        lambda: ActivityCount.objects.filter(value=437).update(value=438, value_hedge="over"),
        (438, "at least (余)"),
    ),
    # A list that is not whole, and one that is.
    "S0-12": (
        lambda: ZoneActivity.objects.filter(zone=None).update(hosts_hedge="exact"),
        (3, "exact"),
    ),
    "S0-17": (
        lambda: Practice.objects.filter(name="五点半党校").delete(),
        (1, "at least (等)"),
    ),
    "S0-03": (lambda: Zone.objects.filter(year=2022, number=5).update(year=2021), (4, "exact")),
    "S0-25": (
        lambda: ZoneActivity.objects.filter(zone__number=5).update(status="called_off"),
        (4, "counted"),
    ),
    # Days, ordinals and an issue.
    "S0-04": (
        lambda: ZoneActivity.objects.filter(zone=None).update(starts_on="2022-09-14"),
        ("2022-09-14", "exact"),
    ),
    "S0-06": (lambda: ZoneActivity.objects.filter(zone=None).update(number=2), (2, "exact")),
    "S2-12": (
        lambda: InfoAdoption.objects.exclude(issue="").update(
            starts_on="2020-08-01", ends_on="2020-08-31", issue="2020年第8期"
        ),
        ("2020-08", "exact"),
    ),
    "S4-30": (
        lambda: InfoAdoption.objects.filter(starts_on="2020-10-26").update(starts_on="2020-10-27"),
        ("2020-10-27", "exact"),
    ),
    "S2-01": (
        lambda: ContactVisit.objects.update(starts_on="2020-04-01"),
        (0, "exact"),
    ),
    # Rules, the names of a list, items of a campaign and their limits.
    "S2-03": (
        lambda: PolicyNumber.objects.filter(key="contact_checks_per_month").update(value=2),
        (2, "minimum, per month"),
    ),
    "S2-02": (
        lambda: PolicyNumber.objects.filter(key="contact_points_per_leader").update(
            bound="at_least"
        ),
        (1, "minimum"),
    ),
    "S0-22": (
        lambda: PolicyNumber.objects.filter(key="inspection_focus").update(
            value=2, items=["重点任务推进", "重要制度落实"]
        ),
        (2, "counted from the list"),
    ),
    "S4-03": (
        lambda: PolicyNumber.objects.filter(key="members_per_branch").update(bound="at_most"),
        (10, "maximum"),
    ),
    "S4-01": (
        lambda: CampaignItem.objects.create(
            campaign=CampaignItem.objects.get(code="micro_branch").campaign,
            order=7,
            code="seventh",
            name="第七",
        ),
        (7, "exact"),
    ),
    "S4-14": (
        lambda: CampaignItem.objects.filter(code="micro_lecture").update(minutes_from=8),
        (8, "minimum"),
    ),
    # What is not a micro lecture any more, and what is not the first of its kind.
    "S4-16": (
        lambda: Activity.objects.filter(title__startswith="微党课01").update(status="void"),
        (30, "exact"),
    ),
    "S4-28": (
        lambda: Activity.objects.filter(title__contains="首届成果").update(edition=2),
        (2, "counted"),
    ),
    "S0-11": (
        lambda: Zone.objects.filter(year=2022, number=5).update(year=2021),
        (4, "exact"),
    ),
}


@pytest.mark.parametrize("key", CHANGES)
def test_changed_row_changes_the_figure(key):
    change, expected = CHANGES[key]
    change()
    found = figure(key)
    assert (found.value, found.qualifier) == expected


def test_every_kind_of_figure_is_changed_in_a_test():
    kinds = {type(figure.by) for figure in ALL}
    assert {type(figure.by) for figure in ALL if figure.id in CHANGES} == kinds
    counted = {f.by.indicator.partition(":")[0] for f in ALL if isinstance(f.by, Counted)}
    told_by = {f.by.indicator.partition(":")[0] for f in ALL if isinstance(f.by, Told)}
    changed = {
        f.by.indicator.partition(":")[0]
        for f in ALL
        if isinstance(f.by, Counted | Told) and f.id in CHANGES
    }
    assert {"activities", "counted", "lecturers", "outcomes", *told_by} <= changed
    assert counted - changed <= COUNTED_LIKE_ANOTHER


# Numbers of a table of which another number is changed.
COUNTED_LIKE_ANOTHER = {
    "branches",
    "lecturing_offices",
    "organ_committees",
    "retired_branches",
    "contact_leaders_standing",
    "training_classes",
    "cases_submitted",
}


def test_every_figure_opens_its_rows(staff):
    """From the page of the figures one click leads to the rows, as many as the figure says or the
    one that carries the published total."""
    page = staff.get(reverse("portal:figures"))
    shown = [a for section in page.context["sections"] for a in section.answers]
    assert [a.figure.id for a in shown] == list(PUBLISHED)
    for answer in shown:
        opened = staff.get(answer.url)
        assert opened.status_code == 200, answer.figure.id
        by = answer.figure.by
        if isinstance(by, OfRows | Ruled):
            assert answer.words in opened.content.decode(), answer.figure.id
        if isinstance(by, OfRows):
            assert opened.context["page"].paginator.count == answer.rows, answer.figure.id
            assert opened.context["hidden_count"] == 0, answer.figure.id
        if isinstance(by, Counted):
            assert str(opened.context["number"].value.normalize()) or answer.figure.id
            if answer.rows != answer.value:
                assert says_why(answer) in opened.content.decode(), answer.figure.id


def says_why(answer: Answer) -> str:
    """Why a page has more or fewer rows than its number: one row carries the whole number, or
    several are about the same thing."""
    if answer.rows > 1:
        return "只计一次"
    return f"：{answer.words}" if answer.where.startswith("outcomes:") else "公布的"


def test_page_of_a_figure_repeats_what_was_pressed(staff, as_user):
    address = reverse("portal:figure", args=["S0-04"])
    text = staff.get(address).content.decode()
    assert "第一次示范性学习交流活动开始日期" in text
    assert '<span class="number" data-number>2022年9月15日</span>' in text
    assert "滁州市直机关工委网站 2022年9月21日" in text
    assert as_user(cast.make_user("nobody")).get(address).status_code == 404
    for key in ("S0-99", "S0-09"):
        assert staff.get(reverse("portal:figure", args=[key])).status_code == 404


def test_what_counts_once_says_so(staff):
    """Rows of one unit are one unit: the page says why it shows more rows than it counts."""
    AttendingUnit.objects.create(
        activity=ZoneActivity.objects.exclude(zone=None).first(),
        unit=AttendingUnit.objects.filter(activity__zone=None).first().unit,
    )
    address = reverse("indicators:rows", args=["zone_attending_units"])
    assert "只计一次" in staff.get(address, {"period": "2022"}).content.decode()


def test_page_shows_the_figures_and_their_reports(staff):
    text = staff.get(reverse("portal:figures")).content.decode()
    for words in (
        "180余名",
        "近100万元",
        "旗帜杂志 2020年第7期",
        "滁州市直机关工委网站 2022年9月21日",
    ):
        assert words in text


def test_page_asks_as_much_whatever_it_shows(staff, django_assert_num_queries):
    staff.get(reverse("portal:figures"))
    with django_assert_num_queries(QUERIES):
        staff.get(reverse("portal:figures"))


QUERIES = 27


def test_whoever_does_not_see_the_practices_is_told_so(as_user):
    client = as_user(cast.make_user("nobody"))
    address = reverse("portal:figures")
    assert "您没有查看权限" in client.get(address).content.decode()
    Organisation.objects.filter(code__in=[p.root for p in PRACTICES]).update(
        code=Concat("code", Value("X"))
    )
    assert "还没有装入" in client.get(address).content.decode()


def test_rule_shows_its_names_and_its_source(staff):
    text = staff.get(reverse("portal:figure_rule", args=["four_helps"])).content.decode()
    assert "帮带班子、帮建队伍、帮严制度、帮正纪律" in text
    assert "旗帜网2020年7月20日" in text
    assert staff.get(reverse("portal:figure_rule", args=["nonsense"])).status_code == 404


def test_site_in_use_is_told_which_command_loads_them(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings.prod")
    call_command("figures", stdout=StringIO())
    Organisation.objects.filter(code=PRACTICES[0].root).update(code="X")
    with pytest.raises(CommandError, match="load_practices"):
        call_command("figures", stdout=StringIO())


def test_counts_of_campaigns_come_from_their_items():
    listed = [figure.by.campaign for figure in ALL if isinstance(figure.by, Listed)]
    assert listed == ["six_lights", "six_micros"]


def test_measure_shows_its_items_and_standards(staff):
    page = staff.get(reverse("portal:figure_scheme", args=["red_flag"])).content.decode()
    assert "4 项考核项目、8 条创建标准" in page
    assert page.count("（项目）") == 4
    assert staff.get(reverse("portal:figure_scheme", args=["nonsense"])).status_code == 404
