from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, Now, TruncDate

from apps.branches.choices import GRASSROOTS_KINDS
from apps.branches.models import Organisation
from apps.branches.scope import Scope, VisibleQuerySet, scope
from apps.core.periods import Period
from apps.juries.choices import JuryStatus, Subject
from apps.projects.choices import (
    ENDED,
    EVALUATED,
    UNDER_WAY,
    ProjectStatus,
)
from apps.projects.states import state_on


def heads_of_units():
    """The highest grass-roots organisation of each unit: 机关党委, or whatever stands in its place."""
    inside = Q(parent__unit__isnull=False, parent__unit=F("unit"))
    inside &= Q(parent__kind__in=GRASSROOTS_KINDS)
    return Organisation.objects.grassroots().filter(unit__isnull=False).exclude(inside)


def read_by_unit(where: Scope, organisation: str = "organisation") -> Q:
    """The units of which the reader sees an organisation, whichever of theirs owns the row."""
    units = Organisation.objects.filter(where.condition("path"), unit__isnull=False)
    own = where.condition(f"{organisation}__path")
    return own | Q(**{f"{organisation}__unit__in": units.order_by().values("unit")})


def written_for_unit(where: Scope, organisation: str = "organisation") -> Q:
    """Written by the owner itself and by the head organisation of its unit."""
    units = heads_of_units().filter(where.condition("path"))
    own = where.condition(f"{organisation}__path")
    return own | Q(**{f"{organisation}__unit__in": units.order_by().values("unit")})


def within(where: Scope, organisation: str) -> Q:
    rule = read_by_unit if where.is_for_reading else written_for_unit
    return rule(where, organisation)


class SharedQuerySet(VisibleQuerySet):
    """Kinds are the same for everybody who may see any of them."""

    def in_scope(self, where: Scope):
        return self if where else self.none()

    def get_by_natural_key(self, name: str):
        return self.get(name=name)


class OfUnitQuerySet(VisibleQuerySet):
    """Read in the whole unit; written by the owner and by the head organisation of the unit."""

    owner = "organisation"

    def in_scope(self, where: Scope):
        if where.is_everywhere or not where:
            return self if where else self.none()
        return self.filter(within(where, self.owner))


LINE = (
    *("uuid", "title", "year", "status", "kind__name", "secretary__name", "organisation__name"),
    *("organisation__unit__name", "organisation__unit__short_name"),
)


class SecretaryProjectQuerySet(OfUnitQuerySet):
    def of_living_bodies(self, day: date):
        """What a body was at that has been dissolved is nobody's any more."""
        lives_on = Q(organisation__dissolved_on=None) | Q(organisation__dissolved_on__gt=day)
        return self.filter(lives_on)

    def of_year(self, year: int):
        return self.filter(year=year)

    def reported_in(self, period: Period):
        """By the day of the first submission, whatever became of them."""
        return self.filter(reported_on__gte=period.start, reported_on__lt=period.end)

    def with_state_on(self, day: date):
        """Each with the `state` in which it was on a day; None before it was there."""
        return self.annotate(state=state_on(day))

    def on(self, day: date):
        """Those of the year of a day, and earlier ones that had not come to their end by then."""
        owned = self.of_living_bodies(day)
        there = owned.with_state_on(day).filter(state__isnull=False, year__lte=day.year)
        return there.filter(Q(year=day.year) | ~Q(state__in=ENDED))

    def under_way(self):
        return self.filter(status__in=UNDER_WAY)

    def evaluated(self):
        return self.filter(status__in=EVALUATED)

    def not_ended(self):
        return self.exclude(status__in=ENDED)

    def awaiting_pre_review(self):
        return self.filter(status=ProjectStatus.SUBMITTED)

    def awaiting_panel(self):
        return self.filter(status=ProjectStatus.PRE_REVIEWED)

    def in_panel(self):
        return self.filter(status=ProjectStatus.PANEL)

    def awaiting_decision(self):
        """Before a panel whose result is frozen."""
        frozen = _model("ProjectCandidacy").objects.filter(
            project=OuterRef("pk"),
            candidate__left_on=None,
            candidate__jury__scheme__subject=Subject.PROJECT,
            candidate__jury__status=JuryStatus.FROZEN,
        )
        return self.in_panel().filter(Exists(frozen))

    def awaiting_evaluation(self):
        return self.filter(status=ProjectStatus.CONCLUDED)

    def late(self, day: date):
        """With a milestone whose day has passed."""
        late = _milestones().late(day).filter(project=OuterRef("pk"))
        return self.filter(Exists(late))

    def for_lines(self):
        """What a line of a list says, without the long texts and whatever else stands beside."""
        return self.select_related("organisation__unit", "secretary", "kind").only(*LINE)

    def with_late_count(self, day: date):
        """Each knows how many of its milestones are late on `day`."""
        late = _milestones().late(day).filter(project=OuterRef("pk")).order_by().values("project")
        number = Subquery(late.annotate(number=Count("pk")).values("number"))
        return self.annotate(late_count=Coalesce(number, 0))

    def with_titles(self):
        """Each knows the `titles_held`: those that were not withdrawn."""
        held = _model("Title").objects.valid().select_related("kind")
        return self.prefetch_related(Prefetch("titles", held, to_attr="titles_held"))


def _model(name: str) -> Any:
    from django.apps import apps  # the models stand on these querysets

    return apps.get_model("projects", name)


def _milestones() -> "MilestoneQuerySet":
    return _model("Milestone").objects.all()


class OfProjectQuerySet(OfUnitQuerySet):
    """Parts of a project: seen and written where the project is."""

    owner = "project__organisation"


class MilestoneQuerySet(OfProjectQuerySet):
    def open(self):
        """Neither done nor dropped."""
        return self.filter(done_on=None, dropped_on=None)

    def under_way(self):
        return self.open().filter(project__status__in=UNDER_WAY)

    def late(self, day):
        """Past their day while the project is worked on."""
        return self.under_way().filter(due_on__lt=day)

    def late_in(self, period: Period):
        """Whose day passed inside the period before they were done; none passes tomorrow.

        The clock is the database's: the statement is kept and run again on other days.
        """
        inside = self.filter(dropped_on=None, due_on__gte=period.start, due_on__lt=period.end)
        waiting = Q(done_on=None, project__status__in=UNDER_WAY, due_on__lt=TruncDate(Now()))
        return inside.filter(waiting | Q(done_on__gt=F("due_on")))

    def overdue_on(self, day: date):
        """Past their day and still open on that day, of projects that were worked on then."""
        open_then = Q(done_on=None) | Q(done_on__gt=day)
        open_then &= Q(dropped_on=None) | Q(dropped_on__gt=day)
        projects = _model("SecretaryProject").objects.on(day).filter(state__in=UNDER_WAY)
        return self.filter(open_then, due_on__lt=day, project__in=projects.order_by().values("pk"))

    def owed_by(self, user):
        """Those that wait for this very user: as the owner, or because he leads the project."""
        where = scope(user, "projects.lead_secretaryproject")
        own = Q(owner__user=user)
        if where and not where.is_everywhere:
            own |= written_for_unit(where, "project__organisation")
        return self.under_way().filter(own)


class ProjectEventQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Read by the units whose projects are shown and by the holder, who alone writes it."""
        if where.is_everywhere or not where:
            return self if where else self.none()
        own = within(where, "organisation")
        if not where.is_for_reading:
            return self.filter(own)
        shown = _model("EventProject").objects.in_scope(where).order_by()
        return self.filter(own | Q(pk__in=shown.values("event")))

    def held_in(self, period: Period):
        """By the day on which it began."""
        return self.filter(starts_on__gte=period.start, starts_on__lt=period.end)


class OutcomeQuerySet(OfProjectQuerySet):
    def reached(self):
        """Without what was only aimed at."""
        return self.filter(is_target=False)

    def reached_in(self, period: Period):
        """By the last day that the number covers."""
        return self.reached().filter(ends_on__gte=period.start, ends_on__lt=period.end)

    def counted_in(self, period: Period):
        """Each once: a number of the half-year goes into the one of the whole year that covers it."""
        from_then_on = Q(starts_on=None) | Q(starts_on__lte=OuterRef("starts_on"))
        later = self.model._base_manager.filter(
            from_then_on,
            project=OuterRef("project"),
            kind=OuterRef("kind"),
            is_ordinal=OuterRef("is_ordinal"),
            is_target=False,
            ends_on__gt=OuterRef("ends_on"),
            ends_on__lt=period.end,
        )
        return self.reached_in(period).exclude(Exists(later))

    def aimed_at_in(self, period: Period):
        """Targets by the day on which they are to be reached."""
        return self.filter(is_target=True, ends_on__gte=period.start, ends_on__lt=period.end)


class OutcomeEvidenceQuerySet(OfUnitQuerySet):
    owner = "outcome__project__organisation"


class TitleQuerySet(OfProjectQuerySet):
    def valid(self):
        return self.filter(withdrawn_on=None)

    def awarded_in(self, period: Period):
        """By the day of the award, or the first day of the span in which it lies; a title that was
        withdrawn later was awarded all the same."""
        return self.filter(awarded_on__gte=period.start, awarded_on__lt=period.end)
