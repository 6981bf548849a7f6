from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse

from apps.branches.choices import (
    BRANCH_KINDS,
    GRANTABLE_ROLES,
    MembershipKind,
    OrganisationKind,
    Post,
    Role,
    UnitKind,
)
from apps.branches.querysets import (
    AppointmentQuerySet,
    MembershipQuerySet,
    OrganisationQuerySet,
    PersonQuerySet,
    PlacementQuerySet,
    RoleGrantQuerySet,
    TermQuerySet,
    UnitQuerySet,
)
from apps.core.history import tracked
from apps.core.models import EditableModel

# Chinese names in the order that people expect; see docs/decisions/.
PINYIN_ORDER = "zh-x-icu"


class DaySpan(Func):
    """The half-open days from one column up to another."""

    function = "daterange"
    output_field = DateRangeField()


def no_overlap(name: str, *columns: str, condition: Q | None = None) -> ExclusionConstraint:
    """Rows that agree in `columns` never hold on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (DaySpan(F("valid_from"), F("valid_to")), RangeOperators.OVERLAPS),
            *((OpClass(F(c), name="gist_int8_ops"), RangeOperators.EQUAL) for c in columns),
        ],
        condition=condition,
    )


class DatedModel(EditableModel):
    """A fact that holds from `valid_from` up to but not including `valid_to`."""

    valid_from = models.DateField("自")
    valid_to = models.DateField("至（不含）", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_days_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                violation_error_message="结束日期必须晚于开始日期",
            )
        ]

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@tracked
class Unit(EditableModel):
    """An employer; it owns zone membership, brands and projects. Not a Party organisation."""

    code = models.CharField("单位编号", max_length=20, unique=True)
    name = models.CharField("单位名称", max_length=100, unique=True, db_collation=PINYIN_ORDER)
    short_name = models.CharField("简称", max_length=30, blank=True)
    kind = models.CharField("单位性质", max_length=20, choices=UnitKind.choices)
    founded_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name or self.name


@tracked
class Organisation(EditableModel):
    """One tree of all Party organisations. Name, kind, parent and unit also keep their past
    (Placement); this row holds what is true today."""

    code = models.CharField("组织编号", max_length=20, unique=True)
    kind = models.CharField("类别", max_length=20, choices=OrganisationKind.choices)
    name = models.CharField("组织名称", max_length=100, db_collation=PINYIN_ORDER)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级党组织",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    # Keys from the root down, each with a slash: a subtree is a prefix.
    path = models.CharField(max_length=200, unique=True, editable=False, db_collation="C")
    unit = models.ForeignKey(
        Unit,
        verbose_name="所在单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    founded_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        permissions = [("import_workbook", "导入工作簿")]
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(dissolved_on=None) & ~Q(kind="subgroup"),
                name="organisation_name_once",
                violation_error_message="已有同名的党组织",
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on=None) | Q(dissolved_on__gt=F("founded_on")),
                name="organisation_days_in_order",
                violation_error_message="撤销日期必须晚于成立日期",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("branches:organisation_detail", args=[self.uuid])

    @property
    def is_branch(self) -> bool:
        return self.kind in BRANCH_KINDS

    @property
    def ancestor_pks(self) -> list[int]:
        return [int(key) for key in self.path.split("/")[:-2]]


@tracked
class Placement(DatedModel):
    """Where an organisation stood, under which name and kind, during a span of days."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="placements"
    )
    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey(
        Organisation,
        verbose_name="上级党组织",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit = models.ForeignKey(
        Unit, verbose_name="单位", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("变动原因", max_length=200, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "组织沿革"
        ordering = ["organisation", "valid_from"]
        constraints = [
            *DatedModel.Meta.constraints,
            no_overlap("placement_one_at_a_time", "organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.valid_from} 起）"


@tracked
class Person(EditableModel):
    """The least that the rules need: no ID number, no address; a phone only for people in office."""

    code = models.CharField("人员编号", max_length=20, unique=True)
    name = models.CharField("姓名", max_length=50, db_collation=PINYIN_ORDER)
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


@tracked
class RoleGrant(DatedModel):
    """A role given by the security administrator, for a part of the tree or (empty) everywhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="账号",
        on_delete=models.PROTECT,
        related_name="role_grants",
    )
    role = models.CharField(
        "角色", max_length=20, choices=[(r.value, r.label) for r in GRANTABLE_ROLES]
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="范围",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        help_text="留空表示全市；只对该党组织及其下级有效",
    )
    reason = models.CharField("授权依据", max_length=200, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "角色授权"
        permissions = [("enter_security", "进入安全管理")]
        ordering = ["user", "role"]

    def __str__(self) -> str:
        return f"{self.user} {Role(self.role).label}"
