"""Research contact points of the zones, their topics and results (handbook 6.3)."""

from django.db import models
from django.db.models import Q

from apps.branches.models import DatedModel, Organisation, Person, Unit, no_overlap
from apps.contacts.choices import TopicStatus
from apps.contacts.querysets import (
    ResearchPointQuerySet,
    ResearchResultQuerySet,
    ResearchTopicQuerySet,
)
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.zones.models import Zone


@tracked
class ResearchPoint(DatedModel):
    """调研联系点: a unit chosen in its zone for a study; nothing to do with a leader's contact
    branch (trap 4)."""

    zone = models.ForeignKey(
        Zone, verbose_name="联系片", on_delete=models.PROTECT, related_name="research_points"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="research_points"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="具体党组织",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="research_points",
        help_text="只调研其中一个党组织时填写",
    )

    objects = ResearchPointQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "课题调研联系点"
        ordering = ["zone", "unit__name"]
        constraints = [
            *DatedModel.Meta.constraints,
            no_overlap("research_point_once", "zone", "unit"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.unit}（{self.zone}）"


@tracked
class ResearchTopic(EditableModel):
    """课题: a question of one year, studied by a zone or by a unit."""

    year = models.PositiveSmallIntegerField("年度")
    question = models.CharField("课题", max_length=200)
    zone = models.ForeignKey(
        Zone,
        verbose_name="联系片",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="research_topics",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="承担单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="research_topics",
    )
    lead = models.ForeignKey(
        Person,
        verbose_name="牵头人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    status = models.CharField(
        "状态",
        max_length=12,
        choices=TopicStatus.choices,
        default=TopicStatus.DRAFT,
        editable=False,
    )

    objects = ResearchTopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调研课题"
        permissions = [("conduct_researchtopic", "推进调研课题")]
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(zone__isnull=False) | Q(unit__isnull=False),
                name="research_topic_has_owner",
                violation_error_message="请填写联系片或承担单位：课题由谁调研",
            )
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def body(self) -> Unit | Zone | None:
        """Who studies it."""
        return self.unit or self.zone


@tracked
class ResearchResult(EditableModel):
    """调研成果: state, problems, highlights, suggestions (handbook 6.3)."""

    topic = models.ForeignKey(
        ResearchTopic, verbose_name="课题", on_delete=models.PROTECT, related_name="results"
    )
    title = models.CharField("成果名称", max_length=120)
    situation = models.TextField("现状")
    problems = models.TextField("问题", blank=True)
    highlights = models.TextField("亮点", blank=True)
    suggestions = models.TextField("建议", blank=True)
    submitted_on = models.DateField("报送日期", null=True, blank=True)
    submitted_to = models.CharField("报送对象", max_length=80, blank=True)

    objects = ResearchResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调研成果"
        ordering = ["-submitted_on", "-pk"]

    def __str__(self) -> str:
        return self.title
