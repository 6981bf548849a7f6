from apps.branches.querysets import DatedQuerySet
from apps.branches.scope import Scope, VisibleQuerySet


class ZoneQuerySet(VisibleQuerySet):
    """A zone is seen by whoever sees an organisation of one of its units."""

    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        own = self.model._base_manager.filter(
            where.condition("memberships__unit__organisations__path")
        )
        return self.filter(pk__in=own.values("pk"))


class ZoneMembershipQuerySet(DatedQuerySet):
    def in_scope(self, where: Scope):
        if where.is_everywhere:
            return self
        own = self.model._base_manager.filter(where.condition("unit__organisations__path"))
        return self.filter(pk__in=own.values("pk"))


class ZoneOfficerQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Who does the desk work for a zone concerns the desk alone."""
        return self if where.is_everywhere else self.none()
