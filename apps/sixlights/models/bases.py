"""Theme-day bases (主题党日活动基地) and the visits that branches book there."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.branches.models import PINYIN_ORDER, DatedModel, Organisation, Unit
from apps.branches.querysets import DatedQuerySet
from apps.branches.scope import Scope, VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.periods import Period
from apps.meetings.models import Meeting
from apps.sixlights.choices import HOLDING, BookingStatus, Slot, Weekday
from apps.sixlights.querysets import SharedQuerySet

CONFIRM = "sixlights.confirm_basebooking"


class BaseQuerySet(DatedQuerySet):
    def in_scope(self, where: Scope):
        """Every branch may visit every base: whoever may see any of them sees all."""
        return self if where else self.none()


class BookingQuerySet(VisibleQuerySet):
    def in_scope(self, where: Scope):
        """A booking has two sides: the branch that comes, and the keeper, who alone confirms."""
        if where.is_everywhere:
            return self
        kept = where.condition("base__keeper__path")
        if where.permission == CONFIRM:
            return self.filter(kept)
        own = where.condition("organisation__path")
        return self.filter(own | kept) if where.permission.startswith(READING) else self.filter(own)

    def loaded_path(self, obj) -> str | None:
        """One that is not stored yet is its branch's alone."""
        return obj.organisation.path if obj.pk is None else None

    def holding(self):
        """Those that take up places."""
        return self.filter(status__in=HOLDING)

    def awaiting(self, today: date):
        """A day that has passed waits for nobody's word."""
        return self.filter(status=BookingStatus.REQUESTED, visit_on__gte=today)

    def visited_in(self, period: Period):
        return self.filter(
            status=BookingStatus.VISITED, visit_on__gte=period.start, visit_on__lt=period.end
        )

    def booked_in(self, period: Period):
        """Held or visited ones by the day of the visit."""
        return self.holding().filter(visit_on__gte=period.start, visit_on__lt=period.end)


READING = "sixlights.view_"


@tracked
class BaseCategory(EditableModel):
    """革命传统教育, 党性教育 and so on: categories are data (handbook 8.3)."""

    order = models.PositiveSmallIntegerField("序号")
    name = models.CharField("类别名称", max_length=40, unique=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "基地类别"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


@tracked
class ThemeDayBase(DatedModel):
    """A place for theme days, granted by plaque in batches and in categories."""

    name = models.CharField("基地名称", max_length=100, db_collation=PINYIN_ORDER)
    category = models.ForeignKey(
        BaseCategory, verbose_name="类别", on_delete=models.PROTECT, related_name="bases"
    )
    batch = models.PositiveSmallIntegerField(
        "授牌批次", null=True, blank=True, help_text="第几批授牌；不清楚的留空"
    )
    plaque_on = models.DateField("授牌日期", null=True, blank=True)
    address = models.CharField("地址", max_length=120)
    unit = models.ForeignKey(
        Unit,
        verbose_name="管理单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="theme_day_bases",
        help_text="市直单位管理的填写；纪念馆等其他单位管理的留空",
    )
    keeper = models.ForeignKey(
        Organisation,
        verbose_name="受理预约的党组织",
        on_delete=models.PROTECT,
        related_name="kept_bases",
        help_text="预约由它的书记确认；没有的选市直机关工委，由工委干部确认",
    )
    contact_person = models.CharField("联系人", max_length=50, blank=True)
    contact_phone = models.CharField(
        "联系电话", max_length=20, blank=True, help_text="基地的办公电话"
    )
    capacity = models.PositiveSmallIntegerField(
        "每半天接待人数", null=True, blank=True, help_text="没有登记的，不能在网上预约"
    )
    opening_hours = models.CharField("开放时间", max_length=60, blank=True)
    closed_weekdays = ArrayField(
        models.SmallIntegerField(choices=Weekday.choices),
        verbose_name="每周闭馆",
        default=list,
        blank=True,
    )
    introduction = models.TextField("简介", blank=True)

    objects = BaseQuerySet.as_manager()

    class Meta(DatedModel.Meta):
        verbose_name = verbose_name_plural = "主题党日活动基地"
        ordering = ["name", "pk"]
        constraints = [
            *DatedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(valid_to=None),
                name="theme_day_base_name_once",
                violation_error_message="已有同名的基地",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gt=0),
                name="theme_day_base_has_room",
                violation_error_message="每半天接待人数至少填 1",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sixlights:base_detail", args=[self.uuid])

    def is_closed_on(self, day: date) -> bool:
        return day.weekday() in self.closed_weekdays

    @property
    def closing_words(self) -> str:
        """星期一、星期二闭馆; empty where it never closes."""
        names = "、".join(Weekday(number).label for number in sorted(self.closed_weekdays))
        return f"{names}闭馆" if names else ""


@tracked
class BaseBooking(EditableModel):
    """A half-day at a base: asked for by a branch, confirmed by the keeper, and after the visit
    told to have taken place; it may point to the record of that theme day."""

    base = models.ForeignKey(
        ThemeDayBase, verbose_name="基地", on_delete=models.PROTECT, related_name="bookings"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="base_bookings"
    )
    visit_on = models.DateField("日期")
    slot = models.CharField("时段", max_length=10, choices=Slot.choices)
    persons = models.PositiveSmallIntegerField("人数")
    purpose = models.CharField("活动内容", max_length=100)
    status = models.CharField(
        "状态",
        max_length=12,
        choices=BookingStatus.choices,
        default=BookingStatus.DRAFT,
        editable=False,
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="主题党日记录",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="base_bookings",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="预约人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "基地预约"
        permissions = [("confirm_basebooking", "确认基地预约")]
        ordering = ["-visit_on", "-pk"]
        indexes = [models.Index(fields=["base", "visit_on", "slot"])]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "visit_on", "slot"],
                condition=Q(status__in=HOLDING),
                name="base_booking_once_a_slot",
            ),
            models.CheckConstraint(
                condition=Q(persons__gt=0),
                name="base_booking_has_persons",
                violation_error_message="人数至少填 1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_on.month}月{self.visit_on.day}日{self.get_slot_display()}{self.base}"

    def get_absolute_url(self) -> str:
        return reverse("sixlights:booking_detail", args=[self.uuid])
