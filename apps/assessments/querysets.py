from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from apps.assessments.choices import SCORED, SHOWN, PollStatus, RunStatus, SchemeStatus
from apps.branches.models import Organisation
from apps.branches.scope import Scope, VisibleQuerySet, scope
from apps.core.models import JobItem, ObjectionStatus
from apps.core.objections import waits_for_answer


class SchemeQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Schemes are the same for everybody who may see any of them."""
        return self if where else self.none()

    def usable(self):
        return self.filter(status__in=[SchemeStatus.ACTIVE, SchemeStatus.FROZEN])

    def get_by_natural_key(self, name: str, number: int):
        return self.get(name=name, number=number)


class OfSchemeQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        return self if where else self.none()


class PartQuerySet(OfSchemeQuerySet):
    def get_by_natural_key(self, name: str, number: int, order: int):
        return self.get(scheme__name=name, scheme__number=number, order=order)


class CriterionQuerySet(OfSchemeQuerySet):
    def get_by_natural_key(self, name: str, number: int, part: int, order: int):
        of_part = self.filter(part__scheme__name=name, part__scheme__number=number)
        return of_part.get(part__order=part, order=order)


class RunQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        return self if where.is_everywhere else self.none()

    def standing(self):
        """Those that have not been cancelled."""
        return self.exclude(status=RunStatus.CANCELLED)

    def issued(self):
        return self.filter(status=RunStatus.ISSUED)

    def scored(self):
        """Those whose scores are there, the newest first."""
        return self.filter(status__in=SCORED).order_by("-year", "-pk")

    def with_item_counts(self):
        """The items of each run's job, and how many of them are done."""
        done = Q(job__items__status=JobItem.Status.DONE)
        return self.annotate(
            items_total=Count("job__items"), items_done=Count("job__items", filter=done)
        )


class OfResultQuerySet(VisibleQuerySet):
    """A unit's result stands with its Party group, and is read by its committee as well."""

    to_result = ""

    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        heads = Organisation.objects.heads_of_units().filter(
            unit=OuterRef(f"{self.to_result}unit"), path__in=where.paths
        )
        return self.filter(where.condition(f"{self.to_result}organisation__path") | Exists(heads))


class ResultQuerySet(OfResultQuerySet):
    def issued(self):
        return self.filter(run__status=RunStatus.ISSUED)

    def standing(self):
        return self.exclude(run__status=RunStatus.CANCELLED)

    def shown(self):
        return self.filter(run__status__in=SHOWN)

    def of_several_schemes(self) -> bool:
        """Whether one body may stand here more than once."""
        schemes = self.order_by().aggregate(Min("run__scheme"), Max("run__scheme"))
        return len(set(schemes.values())) > 1

    def visible_to(self, user, action: str = "view"):
        """Before the notice results are seen only by those who run assessments."""
        visible = super().visible_to(user, action)
        return visible if scope(user, "assessments.view_run") else visible.shown()


class ScoreLineQuerySet(OfResultQuerySet):
    to_result = "result__"


class OfYearQuerySet(VisibleQuerySet):
    def of_year(self, year: int):
        return self.filter(year=year)


class GivenPointsQuerySet(OfYearQuerySet):
    def approved(self):
        return self.exclude(approved_at=None)


class ObjectionQuerySet(OfResultQuerySet):
    to_result = "result__"

    def waiting(self):
        return self.filter(waits_for_answer())

    def upheld(self):
        return self.filter(status=ObjectionStatus.UPHELD)

    def of_year_of(self, run):
        """Against any computing of the same year by the same scheme."""
        return self.filter(result__run__year=run.year, result__run__scheme=run.scheme_id)


class PollQuerySet(OfYearQuerySet):
    def on_paper(self):
        """Those to which somebody may hold a code."""
        return self.filter(status__in=[PollStatus.OPEN, PollStatus.CLOSED])
