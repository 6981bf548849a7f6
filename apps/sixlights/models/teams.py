"""Volunteer service in three levels: 总队—支队—分队 (handbook 8.5)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.branches.models import PINYIN_ORDER, DatedModel, Organisation, Person, Unit
from apps.branches.querysets import DatedQuerySet
from apps.branches.scope import Scope
from apps.core.history import tracked
from apps.sixlights.choices import LEVEL_ABOVE, TeamLevel


class VolunteerTeamQuerySet(DatedQuerySet):
    def in_scope(self, where: Scope):
        """The whole tree stands above and beside each team: whoever sees any of it sees all."""
        return self if where else self.none()


def refuse_wrong_place(level: str, parent_level: str | None) -> None:
    """A detachment stands under the corps, a team under a detachment; ValidationError tells."""
    above, label = LEVEL_ABOVE[level], TeamLevel(level).label
    if above == parent_level:
        return
    if above is None:
        raise ValidationError({"parent": f"{label}是最高一级，请把上级队伍留空"})
    given = f"，现在选的是{TeamLevel(parent_level).label}" if parent_level else ""
    raise ValidationError({"parent": f"{label}的上级应是{above.label}{given}，请重新选择上级队伍"})


@tracked
class VolunteerTeam(DatedModel):
    """Founded on `valid_from`, dissolved on `valid_to`."""

    name = models.CharField("队伍名称", max_length=80, db_collation=PINYIN_ORDER)
    level = models.CharField("层级", max_length=12, choices=TeamLevel.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级队伍",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="teams",
        help_text="支队的上级是总队，分队的上级是支队",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="所属党组织",
        on_delete=models.PROTECT,
        related_name="volunteer_teams",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="volunteer_teams",
    )
    leader = models.ForeignKey(
        Person,
        verbose_name="队长",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_teams",
    )

    objects = VolunteerTeamQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "志愿服务队伍"
        ordering = ["name", "pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(valid_to=None),
                name="volunteer_team_name_once",
                violation_error_message="已有同名的队伍",
            ),
            models.CheckConstraint(
                condition=Q(level=TeamLevel.CORPS, parent=None)
                | ~Q(level=TeamLevel.CORPS) & Q(parent__isnull=False),
                name="volunteer_team_has_its_place",
                violation_error_message="总队没有上级队伍；支队、分队要选上级队伍",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.level:
            return
        refuse_wrong_place(self.level, self.parent.level if self.parent else None)
        below = self.teams.valid_on(timezone.localdate()).first() if self.pk else None
        if below and LEVEL_ABOVE[below.level] != self.level:
            raise ValidationError(
                {"level": f"下面还有{below.get_level_display()}“{below}”，请先给它换上级队伍"}
            )
