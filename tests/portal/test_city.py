"""The invented city keeps every rule that the portal's own forms and services keep."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Q, Sum

from apps.accounts.models import User
from apps.assessments.models import BallotTotal, PanelScore
from apps.branches.choices import BRANCH_KINDS, COMMITTEE_POSTS, OrganisationKind, UnitKind
from apps.branches.models import (
    Appointment,
    Membership,
    Office,
    Organisation,
    Person,
    Placement,
    SetUpException,
    Unit,
)
from apps.brands.models import Brand, LayerSpan
from apps.contacts.models import ContactPoint
from apps.elections.models import (
    Election,
    ElectionCandidate,
    ElectionSeat,
    Renewal,
    RenewalPaper,
)
from apps.inspections.models import (
    CommonIssue,
    Evidence,
    Extension,
    Inspection,
    Issue,
    Measure,
    Recheck,
    Visit,
)
from apps.juries.models import Jury, ResultLine, Sheet
from apps.meetings.choices import AttendanceStatus, MeetingKind, MeetingStatus
from apps.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MemberReview,
    Resolution,
    Speech,
    Talk,
    Vote,
)
from apps.observations.models import GroupSession, ItemFinding, Observation, StudyGroup
from apps.portal.city import load
from apps.portal.city.build import make_city
from apps.portal.city.facts import load_facts
from apps.portal.city.plan import Plan
from apps.projects.models import Milestone, Outcome, SecretaryProject
from apps.sixlights.models import (
    BaseBooking,
    Honour,
    ThemeDayBase,
    Venue,
    VenueReview,
    VolunteerTeam,
)
from apps.zones.models import Zone, ZoneMembership
from tests.portal.conftest import SMALL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_city")]
CHECKED = (
    Unit,
    Organisation,
    Placement,
    Person,
    Membership,
    Appointment,
    ContactPoint,
    Meeting,
    AgendaItem,
    Attendance,
    Vote,
    Resolution,
    Speech,
    Talk,
    MemberReview,
    PanelScore,
    BallotTotal,
    ZoneMembership,
    Office,
    SetUpException,
    ThemeDayBase,
    BaseBooking,
    Venue,
    VenueReview,
    VolunteerTeam,
    Honour,
    *(SecretaryProject, Milestone, Outcome, Brand, LayerSpan, Jury, Sheet, ResultLine),
    *(Election, ElectionSeat, ElectionCandidate),
    *(Inspection, Visit, CommonIssue, Issue, Measure, Evidence, Recheck, Extension),
    *(Renewal, RenewalPaper, StudyGroup, GroupSession, Observation, ItemFinding),
)


def checksum(tables: list[str]) -> dict[str, str]:
    sums = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT md5(string_agg(t::text, chr(10) ORDER BY id)) FROM "{table}" t')
            sums[table] = cursor.fetchone()[0]
    return sums


def test_grassroots_are_as_many_as_planned():
    assert Organisation.objects.grassroots().count() == SMALL.organisations


def test_people_are_as_many_as_planned():
    assert Person.objects.count() == SMALL.people


def test_units_are_of_all_kinds():
    assert set(Unit.objects.values_list("kind", flat=True)) == set(UnitKind)


def test_rare_kinds_of_branches_exist():
    kinds = set(Organisation.objects.values_list("kind", flat=True))
    assert kinds >= set(BRANCH_KINDS) | {OrganisationKind.SUBGROUP, OrganisationKind.PARTY_GROUP}


@pytest.mark.parametrize("model", CHECKED, ids=lambda model: model.__name__)
def test_samples_pass_the_models_own_checks(model):
    step = max(model.objects.count() // 12, 1)
    rows = model.objects.order_by("pk")[::step]
    assert rows
    for row in rows:
        row.full_clean()


def test_counts_of_meetings_equal_their_attendance_rows():
    counted = Meeting.objects.annotate(
        expected=Count("attendances", filter=~Q(attendances__status="not_counted")),
        present=Count("attendances", filter=Q(attendances__status="present")),
    )
    assert not counted.exclude(expected=F("expected_count"), present=F("present_count")).exists()


def test_every_meeting_has_an_item_of_its_own_kind():
    own = AgendaItem.objects.filter(kind=F("meeting__kind")).values("meeting")
    assert not Meeting.objects.exclude(pk__in=own).exists()


def test_some_sittings_discharge_several_duties():
    duties = AgendaItem.objects.discharging().values("meeting").annotate(n=Count("pk"))
    assert duties.filter(n__gt=1).exists()


def test_every_absence_has_a_reason():
    absent = Attendance.objects.exclude(status=AttendanceStatus.PRESENT)
    assert absent.exists()
    assert not absent.filter(reason="").exists()


def test_path_is_that_of_the_parent_and_the_own_key():
    for organisation in Organisation.objects.select_related("parent"):
        above = organisation.parent.path if organisation.parent else ""
        assert organisation.path == f"{above}{organisation.pk}/"


def test_roll_of_a_branch_is_its_members_of_the_day():
    """At theme days of branches: everybody, as what he was on the day."""
    meeting = Meeting.objects.filter(
        kind=MeetingKind.THEME_DAY, organisation__kind=OrganisationKind.BRANCH
    ).first()
    members = meeting.organisation.memberships.valid_on(meeting.held_on)
    assert dict(meeting.attendances.values_list("person", "member_kind")) == dict(
        members.values_list("person", "kind")
    )


def test_no_branch_under_seven_full_members_has_a_committee():
    with_committee = Appointment.objects.filter(
        post__in=COMMITTEE_POSTS, organisation__kind__in=BRANCH_KINDS
    )
    for organisation, day in set(with_committee.values_list("organisation", "valid_from")):
        full = Membership.objects.full().valid_on(day).filter(organisation=organisation)
        assert full.count() >= 7


def test_members_of_branches_alone_hold_memberships():
    assert not Membership.objects.exclude(organisation__kind__in=BRANCH_KINDS).exists()


def test_contact_points_lie_outside_the_own_branch():
    assert ContactPoint.objects.exists()
    own = ContactPoint.objects.filter(person__memberships__organisation=F("organisation"))
    assert not own.exists()


def test_nothing_happened_after_the_last_day():
    assert not Meeting.objects.filter(held_on__gt=SMALL.until).exists()
    assert not Meeting.objects.filter(filed_at__date__gt=SMALL.until).exists()


def test_records_are_in_many_states():
    statuses = set(Meeting.objects.values_list("status", flat=True))
    assert statuses >= {MeetingStatus.DRAFT, MeetingStatus.FILED, MeetingStatus.REVIEWED}


def test_zones_of_every_year_are_five():
    for year in SMALL.calendar_years:
        assert Zone.objects.filter(year=year).count() == 5


def test_shares_of_reviews_keep_the_third():
    for review in MemberReview.objects.all():
        assert 3 * review.excellent <= review.excellent + review.qualified + 1


def test_bookings_to_come_and_done_keep_to_the_places():
    taken = BaseBooking.objects.holding().values("base", "visit_on", "slot")
    taken = taken.annotate(persons=Sum("persons")).order_by()
    assert not taken.filter(persons__gt=F("base__capacity")).exists()
    assert set(BaseBooking.objects.values_list("status", flat=True)) >= {"requested", "visited"}


def test_history_is_written_again_after_the_load():
    person = Person.objects.first()
    person.name = "改名"
    person.save()
    assert person.events.count() == 1


def test_current_secretaries_alone_have_active_accounts():
    personal = User.objects.filter(username__startswith="ry")
    in_office = Appointment.objects.valid_on(SMALL.until).values("person__user")
    assert not personal.filter(is_active=True).exclude(pk__in=in_office).exists()


def test_same_plan_gives_the_same_rows_and_another_seed_others():
    first, again, other = (_checksums(seed) for seed in (3, 3, 4))
    assert first == again
    for table in ("branches_person", "meetings_meeting"):
        assert first[table] != other[table]


def _checksums(seed: int) -> dict:
    plan = Plan(organisations=20, years=1, seed=seed, until=date(2026, 3, 31))
    with transaction.atomic():
        _empty_city()
        found = checksum([name for name, rows in make_city(plan).rows.items() if rows])
        transaction.set_rollback(True)
    return found


def _empty_city() -> None:
    load.empty_everything()
    load_facts()
