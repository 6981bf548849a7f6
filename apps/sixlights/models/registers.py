"""Registers beside the campaigns: honours."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from apps.branches.models import Organisation, Person, Unit
from apps.branches.scope import VisibleQuerySet
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.periods import Period
from apps.sixlights.choices import HonourStatus


class HonourQuerySet(VisibleQuerySet):
    def granted_in(self, period: Period):
        """Those that were checked: a proposal is no honour yet."""
        return self.confirmed().filter(granted_on__gte=period.start, granted_on__lt=period.end)

    def confirmed(self):
        return self.filter(status=HonourStatus.CONFIRMED)

    def proposed(self):
        return self.filter(status=HonourStatus.PROPOSED)


class HonourLevel(models.TextChoices):
    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"
    CITY = "city", "市级"
    UNIT = "unit", "单位级"


# 市级以上 counts the city's own.
CITY_AND_ABOVE = (HonourLevel.NATIONAL, HonourLevel.PROVINCIAL, HonourLevel.CITY)


@tracked
class Honour(EditableModel):
    """Granted to a collective, or to one person: then `person` says whom.

    It counts for `organisation`, which of a unit's honour is the one that answers for the unit.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="honours"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="获奖单位",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="honours",
        help_text="授予整个单位的填写；授予党组织或个人的留空",
    )
    person = models.ForeignKey(
        Person,
        verbose_name="获奖个人",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="honours",
        help_text="授予个人的填写；授予集体的留空",
    )
    name = models.CharField("荣誉名称", max_length=100)
    level = models.CharField("级别", max_length=12, choices=HonourLevel.choices)
    granted_by = models.CharField("授予机关", max_length=80)
    granted_on = models.DateField("授予日期")
    document_number = models.CharField("文号", max_length=60, blank=True)
    status = models.CharField(
        "状态",
        max_length=12,
        choices=HonourStatus.choices,
        default=HonourStatus.DRAFT,
        editable=False,
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "荣誉"
        permissions = [("check_honour", "核对荣誉"), ("propose_honour", "报送荣誉")]
        ordering = ["-granted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit=None) | models.Q(person=None),
                name="honour_has_one_holder",
                violation_error_message="获奖单位和获奖个人只能填一个",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sixlights:honour_list")

    @property
    def holder(self):
        """Whose honour it is."""
        return self.person or self.unit or self.organisation

    @property
    def is_personal(self) -> bool:
        return self.person_id is not None
