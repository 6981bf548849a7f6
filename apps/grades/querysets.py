from datetime import date

from django.db.models import Exists, OuterRef

from apps.branches.choices import GradeKind
from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.models import ObjectionStatus
from apps.core.objections import waits_for_answer
from apps.grades.choices import OF_SELF, RatingStatus


class GradeSchemeQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Measures are the same for everybody who may see any of them."""
        return self if where else self.none()

    def of(self, kind: GradeKind | str):
        return self.filter(kind=kind)

    def first_versions(self):
        """As the measures of each kind began."""
        return self.filter(number=1).order_by("kind", "pk").distinct("kind")

    def valid_on(self, day: date):
        """The version of each measure that holds on the day: the last one that has begun."""
        newer = self.model._base_manager.filter(
            name=OuterRef("name"), valid_from__lte=day, number__gt=OuterRef("number")
        )
        return self.filter(~Exists(newer), valid_from__lte=day)

    def get_by_natural_key(self, name: str, number: int):
        return self.get(name=name, number=number)


class OfSchemeQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        return self if where else self.none()

    def get_by_natural_key(self, name: str, number: int, order: int):
        return self.get(scheme__name=name, scheme__number=number, order=order)


class GradeItemQuerySet(OfSchemeQuerySet):
    def marked(self):
        """Those that get points themselves: items without parts, and the parts."""
        parts = self.model._base_manager.filter(parent=OuterRef("pk"))
        return self.filter(~Exists(parts))


class RatingQuerySet(VisibleQuerySet):
    def of_year(self, year: int):
        return self.filter(year=year)

    def taking_part(self):
        return self.exclude(status=RatingStatus.CANCELLED)

    def in_self_rating(self):
        return self.filter(status__in=OF_SELF)

    def awaiting_committee(self):
        return self.filter(status=RatingStatus.COMMITTEE)

    def awaiting_staff(self):
        return self.filter(status=RatingStatus.STAFF)

    def in_notice(self):
        return self.filter(status=RatingStatus.NOTICE)

    def decided(self):
        return self.filter(status=RatingStatus.DECIDED)


class RatingObjectionQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """Whoever looks after the whole city: a body is not told who spoke against it."""
        return self if where.is_everywhere else self.none()

    def waiting(self):
        return self.filter(waits_for_answer())

    def upheld(self):
        return self.filter(status=ObjectionStatus.UPHELD)


class OfRatingQuerySet(VisibleQuerySet):
    scope_lookup = "rating__organisation__path"
