"""Conditions on inspections and issues, under the names of the field."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.db.models.functions import Now, TruncDate

from apps.branches.models import Organisation
from apps.branches.scope import Scope, VisibleQuerySet, scope
from apps.core.periods import Period
from apps.inspections.choices import (
    AWAITING_ACKNOWLEDGEMENT,
    IN_HAND,
    UNSETTLED,
    ExtensionStatus,
    InspectionStatus,
    IssueStatus,
)


def _model(name: str) -> Any:
    from django.apps import apps  # the models stand on these querysets

    return apps.get_model("inspections", name)


class SharedQuerySet(VisibleQuerySet):
    """The same for everybody who may see any of it."""

    def in_scope(self, where: Scope):
        return self if where else self.none()


class OfCommitteeQuerySet(VisibleQuerySet):
    """The committee's own: for whoever keeps or reads the whole city."""

    def in_scope(self, where: Scope):
        return self if where.is_everywhere else self.none()


class FocusQuerySet(SharedQuerySet):
    def get_by_natural_key(self, name: str):
        return self.get(name=name)


class ChecklistQuerySet(SharedQuerySet):
    def valid_on(self, day: date):
        """The version of each list that holds on the day: the last one that has begun."""
        newer = self.model._base_manager.filter(
            name=OuterRef("name"), valid_from__lte=day, number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer), valid_from__lte=day)

    def get_by_natural_key(self, name: str, number: int):
        return self.get(name=name, number=number)


class ChecklistItemQuerySet(SharedQuerySet):
    def get_by_natural_key(self, name: str, number: int, order: int):
        return self.get(checklist__name=name, checklist__number=number, order=order)


class InspectionQuerySet(OfCommitteeQuerySet):
    def assigned_to(self, user):
        """Those under way in whose team the user is: all that an inspector sees."""
        return self.filter(inspectors__person__user=user, status=InspectionStatus.OPEN)

    def seen_by(self, user):
        """By right or by assignment."""
        own = self.model._base_manager.filter(
            inspectors__person__user=user, status=InspectionStatus.OPEN
        )
        by_right = self.model._default_manager.visible_to(user)
        return self.filter(
            Q(pk__in=by_right.order_by().values("pk")) | Q(pk__in=own.order_by().values("pk"))
        )

    def opened(self):
        """Those that have begun, whatever became of them."""
        return self.filter(opened_on__isnull=False)

    def of_year(self, year: int):
        return self.filter(year=year)

    def under_way(self):
        return self.filter(status=InspectionStatus.OPEN)

    def with_counts(self):
        """Each knows its units, visited units, and its issues that were raised and are closed."""
        raised = Q(visits__issues__isnull=False) & ~Q(visits__issues__status=IssueStatus.VOID)
        closed = Q(visits__issues__status=IssueStatus.CLOSED)
        return self.annotate(
            unit_count=Count("inspected", distinct=True),
            visited_count=Count("visits__unit", distinct=True),
            issue_count=Count("visits__issues", filter=raised, distinct=True),
            closed_count=Count("visits__issues", filter=closed, distinct=True),
        )


class InspectorQuerySet(OfCommitteeQuerySet):
    def of(self, user):
        return self.filter(person__user=user)


class VisitQuerySet(OfCommitteeQuerySet):
    def assigned_to(self, user):
        return self.filter(inspection__in=_inspections_of(user))

    def seen_by(self, user):
        by_right = self.model._default_manager.visible_to(user).order_by().values("pk")
        return self.filter(Q(pk__in=by_right) | Q(inspection__in=_inspections_of(user)))

    def addressed_to(self, user):
        """In units for whose uppermost organisation the user answers: the notice goes to them."""
        answered = Organisation.objects.in_scope(scope(user, "inspections.correct_issue"))
        heads = answered.filter(unit__isnull=False).exclude(parent__unit=F("unit"))
        return self.filter(unit__in=heads.order_by().values("unit"))

    def told_to(self, user):
        """Whose notice the user reads: those that he sees, and those of his unit."""
        seen, addressed = self.model._default_manager.seen_by(user), self.addressed_to(user)
        return self.filter(
            Q(pk__in=seen.order_by().values("pk")) | Q(pk__in=addressed.order_by().values("pk"))
        )

    def held_in(self, period: Period):
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)


class OfVisitQuerySet(OfCommitteeQuerySet):
    """Parts of a visit: seen where the visit is seen."""


def _inspections_of(user):
    return _model("Inspection").objects.assigned_to(user).order_by().values("pk")


class CommonIssueQuerySet(OfCommitteeQuerySet):
    def of_year(self, year: int):
        return self.filter(year=year)

    def with_counts(self):
        """Each knows its children, the units that they lie in, those that are open, and the latest
        deadline."""
        standing = ~Q(children__status=IssueStatus.VOID)
        return self.annotate(
            child_count=Count("children", filter=standing, distinct=True),
            unit_count=Count("children__unit", filter=standing, distinct=True),
            open_count=Count("children", filter=Q(children__status__in=UNSETTLED), distinct=True),
            last_due_on=Max("children__due_on", filter=Q(children__status__in=UNSETTLED)),
        )


class IssueQuerySet(VisibleQuerySet):
    def standing(self):
        """Without those that were raised by mistake."""
        return self.exclude(status=IssueStatus.VOID)

    def open_on(self, day: date):
        standing = self.standing().filter(found_on__lte=day)
        return standing.filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def due_in(self, period: Period):
        return self.standing().filter(due_on__gte=period.start, due_on__lt=period.end)

    def overdue_in(self, period: Period):
        """Whose deadline passed inside the period while they were open; none passes tomorrow.

        The clock is the database's: the statement is kept and run again on other days.
        """
        return self.due_in(period).filter(
            Q(closed_on=None) | Q(closed_on__gt=F("due_on")), due_on__lt=TruncDate(Now())
        )

    def acknowledged_late_in(self, period: Period):
        """Whose last day for 签收 passed inside the period without it."""
        inside = self.standing().filter(
            acknowledge_due_on__gte=period.start, acknowledge_due_on__lt=period.end
        )
        return inside.filter(
            Q(acknowledged_on=None) | Q(acknowledged_on__gt=F("acknowledge_due_on")),
            acknowledge_due_on__lt=TruncDate(Now()),
        )

    def found_in(self, period: Period):
        return self.standing().filter(found_on__gte=period.start, found_on__lt=period.end)

    def closed_in(self, period: Period):
        return self.filter(closed_on__gte=period.start, closed_on__lt=period.end)

    def relapsed_in(self, period: Period):
        """Found in the period although an earlier one of the kind had been closed."""
        return self.found_in(period).filter(relapse_of__isnull=False)

    def found_by(self, inspection):
        return self.standing().filter(visit__inspection=inspection)

    def unsettled(self):
        return self.filter(status__in=UNSETTLED)

    def settled(self):
        return self.filter(status=IssueStatus.CLOSED)

    def open_first(self):
        """What is to be done by its day, then what was closed, the latest first."""
        return self.order_by(F("closed_on").desc(nulls_first=True), "due_on", "pk")

    def overdue(self, day: date):
        return self.unsettled().filter(due_on__lt=day)

    def in_hand(self):
        return self.filter(status__in=IN_HAND)

    def awaiting_acknowledgement(self):
        return self.filter(status__in=AWAITING_ACKNOWLEDGEMENT)

    def unacknowledged(self, day: date):
        """Still waiting although the days for 签收 are over."""
        return self.awaiting_acknowledgement().filter(acknowledge_due_on__lt=day)

    def awaiting_its_body(self):
        """To be acknowledged or corrected: the body has the next word."""
        return self.filter(status__in=(*AWAITING_ACKNOWLEDGEMENT, *IN_HAND))

    def awaiting_recheck(self):
        return self.filter(status=IssueStatus.SUBMITTED)

    def awaiting_closing(self):
        return self.filter(status=IssueStatus.RECHECKED)

    def unreconciled(self, since: date):
        """R-INS-05: open, and not gone through since the last week of the quarter began."""
        waiting = Q(reconciled_on=None) | Q(reconciled_on__lt=since)
        return self.unsettled().filter(waiting)

    def assigned_to(self, user):
        """What the inspections under way in whose team the user is have found."""
        return self.filter(visit__inspection__in=_inspections_of(user))

    def seen_by(self, user):
        """By right or by assignment."""
        by_right = self.model._default_manager.visible_to(user).order_by().values("pk")
        return self.filter(Q(pk__in=by_right) | Q(visit__inspection__in=_inspections_of(user)))

    def closed_before_like(self, issue):
        """The closed ones of the same body that the issue may be a relapse of, the latest first:
        the same question of any version of the list, or the same kind of missing meeting."""
        same = Q(pk__in=[])
        if issue.item_id:
            same |= Q(item__key=issue.item.key)
        if issue.meeting_kind:
            same |= Q(meeting_kind=issue.meeting_kind)
        earlier = self.filter(same, organisation=issue.organisation, status=IssueStatus.CLOSED)
        return earlier.filter(closed_on__lte=issue.found_on).order_by("-closed_on", "-pk")

    def with_evidence_count(self):
        return self.annotate(evidence_count=Count("evidence", distinct=True))


class OfIssueQuerySet(VisibleQuerySet):
    """Parts of an issue: seen where the issue is seen."""

    scope_lookup = "issue__organisation__path"


class MeasureQuerySet(OfIssueQuerySet):
    def open(self):
        return self.filter(done_on=None)

    def late(self, day: date):
        return self.open().filter(due_on__lt=day, issue__status__in=IN_HAND)


class ExtensionQuerySet(OfIssueQuerySet):
    def asked(self):
        return self.filter(status=ExtensionStatus.ASKED)
