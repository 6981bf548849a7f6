from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.db.models.functions import Now, TruncDate

from apps.branches.querysets import DatedQuerySet
from apps.branches.scope import Scope, VisibleQuerySet, scope
from apps.core.periods import Period
from apps.observations.choices import AHEAD, DONE, WRITING, WRITTEN, ObservationStatus


class CitywideQuerySet(VisibleQuerySet):
    """Rows of the committee's plan: for whoever keeps or reads the whole city."""

    def in_scope(self, where: Scope):
        return self if where.is_everywhere else self.none()


class StudyGroupQuerySet(DatedQuerySet):
    def served_by(self, user):
        """Those whose study secretary the user is; he need hold no post in the organisation."""
        return self.filter(contact__user=user)

    def planned_by(self, user):
        """Those whose sessions the user may enter."""
        kept = scope(user, "observations.add_groupsession").condition("organisation__path")
        return self.filter(kept | Q(contact__user=user))


class GroupSessionQuerySet(VisibleQuerySet):
    scope_lookup = "group__organisation__path"

    def read_by(self, user):
        return self._kept_or_served(user, "view")

    def changed_by(self, user):
        return self._kept_or_served(user, "change")

    def _kept_or_served(self, user, action: str):
        """By whoever holds the right, and by the study secretary of the group."""
        kept = self.visible_to(user, action)
        return self.filter(Q(group__contact__user=user) | Q(pk__in=kept.values("pk")))

    def held_in(self, period: Period):
        """By the day on which the group sits."""
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)


class ObservationFormQuerySet(CitywideQuerySet):
    def valid_on(self, day: date):
        """The version of each form that holds on the day: the last one that has begun."""
        newer = self.model._base_manager.filter(
            name=OuterRef("name"), valid_from__lte=day, number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer), valid_from__lte=day)

    def get_by_natural_key(self, name: str, number: int):
        return self.get(name=name, number=number)


class ObservationItemQuerySet(CitywideQuerySet):
    def get_by_natural_key(self, name: str, number: int, order: int):
        return self.get(form__name=name, form__number=number, order=order)


class ObservationCycleQuerySet(CitywideQuerySet):
    def running_on(self, day: date):
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def with_progress(self):
        """Each knows how many units have a place in its plan, and how many were sat in on."""
        standing = ~Q(observations__status=ObservationStatus.CALLED_OFF)
        return self.annotate(
            planned_count=Count("observations", filter=standing, distinct=True),
            done_count=Count(
                "observations", filter=Q(observations__status__in=DONE), distinct=True
            ),
        )


class CycleObserverQuerySet(CitywideQuerySet):
    def serving_on(self, day: date):
        """Those who can be sent: nobody who has fallen out."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day))


class ObservationQuerySet(VisibleQuerySet):
    scope_lookup = "group__organisation__path"

    def sat_in_on_by(self, user):
        """Those to which the user is sent: all that an observer sees."""
        return self.standing().filter(observers__person__user=user)

    def next_first(self):
        """What is still to be heard or written, by its day; what has been written behind it."""
        rank = Case(When(status__in=WRITTEN, then=1), default=0)
        return self.order_by(rank, F("scheduled_on").asc(nulls_last=True), "planned_month", "pk")

    def read_by(self, user):
        """Seen by whoever reads the unit or the city, by those who are sent, and by the contact of
        the group, who need hold no post in its organisation."""
        seen, own = self.visible_to(user), self.sat_in_on_by(user)
        served = Q(group__contact__user=user)
        return self.filter(served | Q(pk__in=seen.values("pk")) | Q(pk__in=own.values("pk")))

    def answered_by(self, user):
        """Whose form the user may hand in: his own, and at the desk those that came on paper."""
        kept, own = self.visible_to(user, "return"), self.sat_in_on_by(user)
        return self.filter(Q(pk__in=kept.values("pk")) | Q(pk__in=own.values("pk")))

    def standing(self):
        """Those that were not called off."""
        return self.exclude(status=ObservationStatus.CALLED_OFF)

    def ahead(self):
        return self.filter(status__in=AHEAD)

    def done(self):
        """Those at which a sitting was heard: what covers a unit."""
        return self.filter(status__in=DONE)

    def done_in(self, period: Period):
        """By the day of the sitting, not of the form."""
        return self.done().filter(scheduled_on__gte=period.start, scheduled_on__lt=period.end)

    def planned_in(self, period: Period):
        """By the month of the plan, also where another day was agreed on afterwards."""
        return self.standing().filter(planned_month__gte=period.start, planned_month__lt=period.end)

    def covering_on(self, day: date):
        """Heard by the day, in a cycle that runs on it."""
        running = self.done().filter(cycle__starts_on__lte=day, cycle__ends_on__gte=day)
        return running.filter(scheduled_on__lte=day)

    def notified_in(self, period: Period):
        """By the day on which the unit was told."""
        told = self.standing().filter(notified_on__isnull=False)
        return told.filter(notified_on__gte=period.start, notified_on__lt=period.end)

    def form_due_in(self, period: Period):
        """Those whose form had, or has, its last day in the period."""
        asked = self.filter(status__in=(*WRITING, *WRITTEN))
        return asked.filter(form_due_on__gte=period.start, form_due_on__lt=period.end)

    def awaiting_form(self):
        """Told to the unit, and nothing handed in yet."""
        return self.filter(status__in=WRITING)

    def form_overdue(self, day: date):
        """The form is still missing after its last day."""
        return self.filter(status__in=WRITING, form_due_on__lt=day)

    def form_due_by(self, day: date):
        """The form is still missing on its last day or after it."""
        return self.filter(status__in=WRITING, form_due_on__lte=day)

    def form_late_in(self, period: Period):
        """Whose last day passed inside the period without the form; none passes tomorrow.

        The clock is the database's: the statement is kept and run again on other days.
        """
        inside = self.form_due_in(period).filter(form_due_on__lt=TruncDate(Now()))
        return inside.filter(Q(returned_on=None) | Q(returned_on__gt=F("form_due_on")))

    def notice_due(self, day: date):
        """Agreed, not yet told, and the last day for telling is here or past."""
        return self.filter(status=ObservationStatus.PLANNED, notice_due_on__lte=day)

    def without_day(self, day: date):
        """The month of the plan has come and no day is agreed."""
        return self.ahead().filter(session=None, planned_month__lte=day)


class _PartQuerySet(VisibleQuerySet):
    scope_lookup = "observation__group__organisation__path"


class ObserverQuerySet(_PartQuerySet):
    pass


class ItemFindingQuerySet(_PartQuerySet):
    pass


class ObservedProblemQuerySet(_PartQuerySet):
    def unraised(self):
        """Those that are not yet in the rectification loop."""
        return self.filter(issue=None)
