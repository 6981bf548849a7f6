"""学习重点: what the work committee asks its units to study in a month."""

from django.db import models
from django.urls import reverse

from apps.branches.models import Unit
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.meetings.choices import TopicStatus
from apps.meetings.querysets import StudyTopicQuerySet


@tracked
class StudyTopic(EditableModel):
    """Offered on the record form of the units that it is addressed to, in its month."""

    title = models.CharField("标题", max_length=120, help_text="支部登记议题时点一下就填上")
    # The first day of the month, kept by the services.
    month = models.DateField("学习月份")
    text = models.TextField("学习要求", blank=True)
    source = models.CharField("学习材料", max_length=200, blank=True, help_text="文件、讲话的名称")
    is_for_all = models.BooleanField("发给全部单位", default=True)
    units = models.ManyToManyField(
        Unit,
        verbose_name="发给哪些单位",
        through="Addressee",
        blank=True,
        related_name="study_topics",
    )
    status = models.CharField(
        "状态",
        max_length=12,
        choices=TopicStatus.choices,
        default=TopicStatus.DRAFT,
        editable=False,
    )
    published_at = models.DateTimeField("下发时间", null=True, blank=True, editable=False)

    objects = StudyTopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学习重点"
        permissions = [("publish_studytopic", "下发学习重点")]
        ordering = ["-month", "-pk"]
        indexes = [models.Index(fields=["month"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{reverse('meetings:topic_list')}#topic-{self.uuid}"


@tracked
class Addressee(models.Model):
    """A unit that a topic is sent to."""

    topic = models.ForeignKey(StudyTopic, on_delete=models.PROTECT, related_name="addressees")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "学习重点的接收单位"
        constraints = [
            models.UniqueConstraint(fields=["topic", "unit"], name="addressee_once"),
        ]

    def __str__(self) -> str:
        return str(self.unit)
