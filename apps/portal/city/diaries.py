"""When branches, subgroups, committees and Party groups met."""

from apps.branches.choices import OrganisationKind as Kind
from apps.branches.choices import Post
from apps.core.periods import Period
from apps.meetings.choices import MeetingKind
from apps.portal.city.bodies import Body, Spell
from apps.portal.city.sittings import Diary, Sitting

LECTURE_WITH_THEME_DAY, MEMBERS_MEETING_WITH_THEME_DAY = 0.85, 0.6
REVIEW_WITH_LIFE_MEETING = 0.9
TRAINING_HOURS = 8
SECOND_COMMITTEE_MEETING = 0.2
MOST_DELEGATES = 40


def diary_of(diary: Diary) -> list[Sitting]:
    """Everything that the organisation of the diary held, day by day."""
    kind = diary.body.kind
    if kind == Kind.PARTY_GROUP:
        _party_group(diary)
    elif kind == Kind.SUBGROUP:
        _monthly(diary, MeetingKind.SUBGROUP_MEETING)
    elif kind == Kind.FUNCTIONAL_BRANCH:
        _functional(diary)
    elif diary.body.is_branch:
        _branch(diary)
    else:
        _upper(diary)
    return diary.in_order()


def _branch(diary: Diary) -> None:
    theme_days = _theme_days(diary)
    _committee(diary)
    for months in diary.by_quarter():
        _members_meeting(diary, months, theme_days)
        _lecture(diary, months, theme_days)
        _training(diary, months)
    for december in diary.year_ends():
        _year_end(diary, december)


def _theme_days(diary: Diary) -> dict[Period, Sitting]:
    """Some months have none, some are made good in the next one."""
    held, postponed = {}, False
    for month in diary.months():
        if postponed:
            diary.hold(MeetingKind.THEME_DAY, diary.any_day(month))
        postponed = diary.rng.random() < diary.conduct.irregular
        if postponed or diary.misses():
            continue
        sitting = diary.hold(MeetingKind.THEME_DAY, diary.day_of(month))
        if sitting:
            held[month] = sitting
    return held


def _monthly(diary: Diary, kind: MeetingKind) -> None:
    for month in diary.months():
        if not diary.misses():
            diary.hold(kind, diary.any_day(month))


def _committee(diary: Diary) -> None:
    """R-MTG-02: where there is a committee, once a month and now and then twice."""
    for month in diary.months():
        times = 0 if diary.misses() else 1 + (diary.rng.random() < SECOND_COMMITTEE_MEETING)
        for _ in range(times):
            day = diary.any_day(month)
            officers = _seated(diary.body.posts.on(day))
            if len(officers) > 2:
                diary.hold(MeetingKind.COMMITTEE_MEETING, day, officers)


def _seated(spells: list[Spell]) -> list[Spell]:
    """One seat a person, even with two posts."""
    return list({spell.person: spell for spell in spells}.values())


def _members_meeting(diary: Diary, months: list[Period], theme_days: dict) -> None:
    if diary.misses():
        return
    month = diary.rng.choice(months)
    together = diary.rng.random() < MEMBERS_MEETING_WITH_THEME_DAY
    if together and month in theme_days:
        diary.join(theme_days[month], MeetingKind.MEMBERS_MEETING)
    else:
        diary.hold(MeetingKind.MEMBERS_MEETING, diary.any_day(month))


def _lecture(diary: Diary, months: list[Period], theme_days: dict) -> None:
    if diary.misses():
        return
    month = diary.rng.choice(months)
    together = diary.rng.random() < LECTURE_WITH_THEME_DAY
    if together and month in theme_days:
        diary.join(theme_days[month], MeetingKind.PARTY_LECTURE)
    else:
        diary.hold(MeetingKind.PARTY_LECTURE, diary.any_day(month))


def _training(diary: Diary, months: list[Period]) -> None:
    """A whole day each quarter reaches the 32 hours of R-MTG-12."""
    if not diary.misses():
        day = diary.any_day(diary.rng.choice(months))
        diary.hold(MeetingKind.TRAINING, day, hours=TRAINING_HOURS)


def _year_end(diary: Diary, december: Period) -> None:
    """组织生活会 and 民主评议党员, mostly at one sitting (R-MTG-07, R-MTG-08)."""
    life = None if diary.misses() else diary.hold(MeetingKind.LIFE_MEETING, diary.any_day(december))
    if diary.misses():
        return
    if life and diary.rng.random() < REVIEW_WITH_LIFE_MEETING:
        diary.join(life, MeetingKind.MEMBER_REVIEW)
    else:
        diary.hold(MeetingKind.MEMBER_REVIEW, diary.any_day(december))


def _functional(diary: Diary) -> None:
    """Activities of people whose membership is elsewhere."""
    people = [s for b in diary.body.own_unit.branches() for s in b.members.all if s.end is None]
    team = [spell for spell in people[::7][:12] if spell.start <= diary.plan.start]
    for month in diary.months():
        if not diary.misses():
            diary.hold(MeetingKind.THEME_DAY, diary.day_of(month), team)


def _upper(diary: Diary) -> None:
    """Committees and general branches: monthly committee, yearly members' meetings (R-MTG-15)."""
    _committee(diary)
    a_year = 1 if diary.body.kind == Kind.ORGAN_COMMITTEE else 2
    for number, months in enumerate(diary.by_quarter()):
        day = diary.any_day(diary.rng.choice(months))
        if number % 4 < a_year and not diary.misses():
            diary.hold(MeetingKind.MEMBERS_MEETING, day, _delegates(diary.body, day))
        if number % 4 == 2 and not diary.misses():
            diary.hold(MeetingKind.PARTY_LECTURE, day, _delegates(diary.body, day))


def _delegates(body: Body, day) -> list[Spell]:
    """All members below, or an even choice of them where they are many."""
    members = [s for branch in body.branches() for s in branch.members.on(day)]
    step = 1 + len(members) // MOST_DELEGATES
    return list({spell.person: spell for spell in members[::step]}.values())


def _party_group(diary: Diary) -> None:
    """Centre-group study each quarter, a lecture and a democratic life meeting each year."""
    for months in diary.by_quarter():
        day = diary.any_day(diary.rng.choice(months))
        if not diary.misses():
            diary.hold(MeetingKind.CENTRE_GROUP_STUDY, day, _leaders(diary.body, day))
    for december in diary.year_ends():
        day = diary.any_day(december)
        if not diary.misses():
            diary.hold(MeetingKind.DEMOCRATIC_LIFE_MEETING, day, _leaders(diary.body, day))
        if not diary.misses():
            diary.hold(
                MeetingKind.PARTY_LECTURE, diary.any_day(december), _leaders(diary.body, day)
            )


def _leaders(group: Body, day) -> list[Spell]:
    in_group = (Post.SECRETARY, Post.GROUP_MEMBER)
    return [spell for spell in group.posts.on(day) if spell.post in in_group]
