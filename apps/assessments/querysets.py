from apps.assessments.choices import RunStatus, SchemeStatus
from apps.branches.scope import Scope, VisibleQuerySet


class SchemeQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Schemes are the same for everybody who may see any of them."""
        return self if where else self.none()

    def usable(self):
        return self.filter(status__in=[SchemeStatus.ACTIVE, SchemeStatus.FROZEN])


class RunQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        return self if where.is_everywhere else self.none()


class ResultQuerySet(VisibleQuerySet):
    def issued(self):
        return self.filter(run__status=RunStatus.ISSUED)


class ScoreLineQuerySet(VisibleQuerySet):
    scope_lookup = "result__organisation__path"
