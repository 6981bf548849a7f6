"""People, where they are members and which posts they hold."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.branches.choices import MembershipKind, Post
from apps.branches.models.dated import PINYIN_ORDER, DatedModel, no_overlap
from apps.branches.models.organisations import Organisation
from apps.branches.querysets import (
    AppointmentQuerySet,
    MembershipQuerySet,
    PersonQuerySet,
    TermQuerySet,
)
from apps.core.history import tracked, tracked_without
from apps.core.models import EditableModel
from apps.core.pinyin import PinyinField


@tracked_without("pinyin")
class Person(EditableModel):
    """The least that the rules need: no ID number, no address; a phone only for people in office."""

    code = models.CharField("人员编号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=50, db_collation=PINYIN_ORDER)
    pinyin = PinyinField("拼音", is_person=True)
    phone = models.CharField(
        "联系电话", max_length=20, blank=True, help_text="只登记任职人员的电话"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="登录账号",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="person",
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("branches:person_detail", args=[self.uuid])


@tracked
class Membership(DatedModel):
    """组织关系: in exactly one branch at a time; a change of kind begins a new row."""

    person = models.ForeignKey(
        Person, verbose_name="党员", on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="所在党支部",
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    subgroup = models.ForeignKey(
        Organisation,
        verbose_name="党小组",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="subgroup_memberships",
    )
    kind = models.CharField(
        "党员类别", max_length=20, choices=MembershipKind.choices, default=MembershipKind.FULL
    )
    is_vote_suspended = models.BooleanField(
        "暂停表决权", default=False, help_text="留党察看期间没有表决权、选举权和被选举权"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "组织关系"
        ordering = ["organisation", "person__name"]
        constraints = [
            *DatedModel.Meta.constraints,
            no_overlap("membership_one_at_a_time", "person"),
        ]
        indexes = [models.Index(fields=["organisation", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.person}（{self.organisation}）"

    @property
    def has_vote(self) -> bool:
        """R-VOTE-05."""
        return self.kind == MembershipKind.FULL and not self.is_vote_suspended


@tracked
class Term(EditableModel):
    """届: the length is stored on the term, because old terms ran out under old rules (4.2)."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="terms"
    )
    number = models.PositiveSmallIntegerField("届次")
    term_years = models.PositiveSmallIntegerField("任期（年）")
    starts_on = models.DateField("当选日期")
    ends_on = models.DateField("届满日期", help_text="按任期计算；经批准提前或延期的填批准后的日期")
    closed_on = models.DateField("换届日期", null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任期"
        ordering = ["organisation", "-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="term_number_once"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(closed_on=None), name="term_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="term_days_in_order",
                violation_error_message="届满日期必须晚于当选日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}第{self.number}届"


@tracked
class Appointment(DatedModel):
    """A post in an organisation for a period; never overwritten, so that “who was secretary on
    that day” has an answer."""

    person = models.ForeignKey(
        Person, verbose_name="人员", on_delete=models.PROTECT, related_name="appointments"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="appointments"
    )
    post = models.CharField("职务", max_length=30, choices=Post.choices)
    term = models.ForeignKey(
        Term,
        verbose_name="届次",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
    )

    # After a handover the predecessor may look things up, up to but not including this day.
    readable_until = models.DateField("移交后可查阅至", null=True, blank=True, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "任职"
        ordering = ["organisation", "post", "-valid_from"]
        constraints = [
            *DatedModel.Meta.constraints,
            no_overlap("one_secretary_at_a_time", "organisation", condition=Q(post="secretary")),
        ]
        indexes = [models.Index(fields=["organisation", "post", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.organisation}{self.get_post_display()} {self.person}"
