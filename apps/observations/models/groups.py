"""Centre groups of the units, and when they sit."""

from django.db import models
from django.db.models import F, Q

from apps.branches.models import DatedModel, Organisation, Person, Unit, no_overlap
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.models.spans import day_in_words
from apps.meetings.models import Meeting
from apps.observations.querysets import GroupSessionQuerySet, StudyGroupQuerySet


@tracked
class StudyGroup(DatedModel):
    """理论学习中心组 of a unit, led by its Party group or committee."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="study_groups"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="党组（党委）",
        on_delete=models.PROTECT,
        related_name="study_groups",
        help_text="中心组学习由单位的党组（党委）负责；没有党组的选机关党委",
    )
    contact = models.ForeignKey(
        Person,
        verbose_name="学习秘书",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="study_groups_served",
        help_text="商定旁听日期、提供学习方案和记录的同志",
    )

    objects = StudyGroupQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "理论学习中心组"
        ordering = ["unit__name", "pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            no_overlap("study_group_once", "unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit}中心组"


@tracked
class GroupSession(EditableModel):
    """中心组学习: planned, and once it was held, with who came. Where the sitting is logged as a
    meeting of the Party group, this row points there."""

    group = models.ForeignKey(
        StudyGroup, verbose_name="中心组", on_delete=models.PROTECT, related_name="sessions"
    )
    held_on = models.DateField("学习日期")
    starts_at = models.TimeField("开始时间", null=True, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    theme = models.CharField("学习主题", max_length=200)
    expected_count = models.PositiveSmallIntegerField(
        "应到成员", null=True, blank=True, help_text="人数；不填的按党组成员名册计算"
    )
    present_count = models.PositiveSmallIntegerField(
        "实到成员", null=True, blank=True, help_text="学习以后填写"
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="会议记录",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="group_sessions",
        help_text="已经记录的中心组学习在这里选，不用再填一遍",
    )

    objects = GroupSessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "中心组学习安排"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "held_on"],
                name="group_session_once_a_day",
                violation_error_message="这个中心组这一天已有学习安排，请修改原来的一条",
            ),
            models.CheckConstraint(
                condition=Q(present_count=None)
                | Q(expected_count=None)
                | Q(present_count__lte=F("expected_count")),
                name="group_session_present_among_expected",
                violation_error_message="实到成员不能多于应到成员，请核对两个人数",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}学习（{day_in_words(self.held_on)}）"
