from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Sum

from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.objections import waits_for_answer
from apps.juries.choices import BEGUN, TAKING, JuryStatus, Subject


class CitywideQuerySet(VisibleQuerySet):
    """Rows of the committee's juries: for whoever keeps or reads the whole city."""

    def in_scope(self, where: Scope):
        return self if where.is_everywhere else self.none()


class JurySchemeQuerySet(CitywideQuerySet):
    def of(self, subject: Subject):
        return self.filter(subject=subject)

    def valid_on(self, day: date):
        """The version of each measure that holds on the day: the last one that has begun."""
        newer = self.model._base_manager.filter(
            name=OuterRef("name"), valid_from__lte=day, number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer), valid_from__lte=day)

    def get_by_natural_key(self, name: str, number: int):
        return self.get(name=name, number=number)


class JuryCriterionQuerySet(CitywideQuerySet):
    def get_by_natural_key(self, name: str, number: int, order: int):
        return self.get(scheme__name=name, scheme__number=number, order=order)


class JuryQuerySet(CitywideQuerySet):
    def sat_on_by(self, user):
        """Those that have begun and of which the user is a juror."""
        return self.filter(jurors__person__user=user, status__in=BEGUN)

    def with_progress(self, user):
        """Each knows how many candidates it has and how many sheets the user has handed in."""
        candidates = Count("candidates", filter=Q(candidates__left_on=None), distinct=True)
        own = Q(
            candidates__sheets__juror__person__user=user,
            candidates__sheets__handed_in_at__isnull=False,
        )
        sheets = Count("candidates__sheets", filter=own, distinct=True)
        return self.annotate(candidate_count=candidates, sheet_count=sheets)

    def taking(self, subject: Subject):
        """Those into which a candidate of the subject may still be entered."""
        return self.filter(scheme__subject=subject, status__in=TAKING)


class JurorQuerySet(CitywideQuerySet):
    def of(self, user):
        return self.filter(person__user=user)


class CandidateQuerySet(VisibleQuerySet):
    def standing(self):
        """Those that have not left."""
        return self.filter(left_on=None)


class SheetQuerySet(CitywideQuerySet):
    def handed_in(self):
        return self.filter(handed_in_at__isnull=False)

    def with_points(self):
        """Each knows the exact sum of its points."""
        return self.annotate(points=Sum("scores__points"))


class ResultListQuerySet(CitywideQuerySet):
    def in_force(self):
        """The latest list of each jury whose result stands; none while a jury is reopened."""
        newer = self.model._base_manager.filter(
            jury=OuterRef("jury"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer), jury__status=JuryStatus.FROZEN)


class ResultLineQuerySet(VisibleQuerySet):
    scope_lookup = "candidate__organisation__path"

    def in_force(self):
        newer = self.model._base_manager.filter(
            candidate=OuterRef("candidate"), result_list__number__gt=OuterRef("result_list__number")
        )
        return self.filter(~Exists(newer), result_list__jury__status=JuryStatus.FROZEN)


class ObjectionQuerySet(VisibleQuerySet):
    scope_lookup = "line__candidate__organisation__path"

    def waiting(self):
        return self.filter(waits_for_answer())
