"""A jury: who marks, and what is marked."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.branches.models import Organisation, Person, Unit
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.juries.choices import TAKING, JuryStatus, Subject
from apps.juries.models.schemes import JuryScheme
from apps.juries.querysets import CandidateQuerySet, JurorQuerySet, JuryQuerySet


@tracked
class Jury(EditableModel):
    """评审会: marks its candidates by one version of one measure."""

    scheme = models.ForeignKey(
        JuryScheme, verbose_name="评审办法", on_delete=models.PROTECT, related_name="juries"
    )
    title = models.CharField("名称", max_length=120)
    year = models.PositiveSmallIntegerField("年度")
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期", help_text="到这一天为止可以交评分表")
    places = models.PositiveSmallIntegerField(
        "入选名额", null=True, blank=True, help_text="不限名额的留空，绿灯的都入选"
    )
    status = models.CharField(
        "状态",
        max_length=10,
        choices=JuryStatus.choices,
        default=JuryStatus.DRAFT,
        editable=False,
    )
    opened_at = models.DateTimeField("开始评审时间", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("评审截止时间", null=True, blank=True, editable=False)

    objects = JuryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审会"
        permissions = [("conduct_jury", "组织评审"), ("enter_sheet", "代录评分表")]
        ordering = ["-year", "-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="jury_days_in_order",
                violation_error_message="截止日期不能早于开始日期",
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(places__gt=0),
                name="jury_has_places",
                violation_error_message="入选名额至少为 1；不限名额的留空",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("juries:jury_detail", args=[self.uuid])

    @property
    def subject(self) -> Subject:
        return Subject(self.scheme.subject)

    @property
    def is_taking(self) -> bool:
        """Whether candidates may still be entered."""
        return self.status in TAKING

    @property
    def is_settled(self) -> bool:
        return self.status == JuryStatus.FROZEN

    def takes_sheets_on(self, day: date) -> bool:
        return self.status == JuryStatus.OPEN and day <= self.closes_on


@tracked
class Juror(EditableModel):
    """评委: somebody of the city, or an expert from outside whose sheet is entered from paper."""

    jury = models.ForeignKey(
        Jury, verbose_name="评审会", on_delete=models.PROTECT, related_name="jurors"
    )
    person = models.ForeignKey(
        Person,
        verbose_name="人员",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="jury_seats",
        help_text="已登记的人员在这里选，用本人的账号评审；外请专家留空",
    )
    name = models.CharField("姓名", max_length=50, blank=True, help_text="选了人员的不用填")
    unit = models.ForeignKey(
        Unit,
        verbose_name="所在单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="jurors",
        help_text="本市单位的在这里选，评审本单位时自动回避",
    )
    employer = models.CharField("工作单位", max_length=100, blank=True, help_text="外单位的填名称")
    is_chair = models.BooleanField("组长", default=False)

    objects = JurorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评委"
        ordering = ["jury", "-is_chair", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["jury", "person"],
                name="juror_once",
                violation_error_message="这位同志已是本评审会的评委",
            ),
            models.UniqueConstraint(
                fields=["jury"],
                condition=Q(is_chair=True),
                name="jury_has_one_chair",
                violation_error_message="一个评审会只有一位组长",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""),
                name="juror_has_a_name",
                violation_error_message="请选择人员；外请专家请填写姓名",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def works_at(self) -> str:
        return str(self.unit) if self.unit else self.employer


@tracked
class Candidate(EditableModel):
    """参评对象, under the name of the day on which it was entered."""

    jury = models.ForeignKey(
        Jury, verbose_name="评审会", on_delete=models.PROTECT, related_name="candidates"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="candidacies"
    )
    label = models.CharField("参评对象", max_length=160)
    order = models.PositiveSmallIntegerField("序号")
    left_on = models.DateField("退出日期", null=True, blank=True, editable=False)
    left_because = models.CharField("退出原因", max_length=200, blank=True, editable=False)
    # What the chair decided where equal marks met the last place.
    is_chosen = models.BooleanField("组长选定", default=False, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参评对象"
        ordering = ["jury", "order"]
        constraints = [
            models.UniqueConstraint(fields=["jury", "order"], name="candidate_order_once")
        ]

    def __str__(self) -> str:
        return self.label
