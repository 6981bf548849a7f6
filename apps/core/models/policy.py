"""The numbers and names that a rule of the committee lays down."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from apps.core.history import tracked
from apps.core.models.records import EditableModel
from apps.core.quantities import Quantity


class Bound(models.TextChoices):
    EXACT = "exact", "正好"
    AT_LEAST = "at_least", "不少于"
    AT_MOST = "at_most", "不超过"
    ABOUT = "about", "左右"
    GENERALLY = "generally", "一般"


class PolicyNumberManager(models.Manager["PolicyNumber"]):
    def get_by_natural_key(self, key: str, valid_from: str) -> "PolicyNumber":
        return self.get(key=key, valid_from=valid_from)


@tracked
class PolicyNumber(EditableModel):
    """What one rule says from a day on; the next version is another row with a later day.

    A rule that counts a list keeps the names too (四强, 四帮), so that number and names agree.
    """

    key = models.SlugField("代码", max_length=60)
    name = models.CharField("规定", max_length=100)
    valid_from = models.DateField("执行日期", help_text="从这一天起按这个数值执行")
    bound = models.CharField("口径", max_length=10, choices=Bound.choices, default=Bound.EXACT)
    value = models.DecimalField("数值", max_digits=12, decimal_places=2)
    unit = models.CharField("单位", max_length=20, help_text="如 次、个、分钟")
    per = models.CharField("范围", max_length=30, blank=True, help_text="如 每年、每片、每名领导")
    items = ArrayField(
        models.CharField(max_length=60), verbose_name="名目", default=list, blank=True
    )
    source = models.CharField("依据", max_length=200)

    objects = PolicyNumberManager()

    class Meta:
        verbose_name = verbose_name_plural = "规定数值"
        ordering = ["key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "valid_from"],
                name="policy_number_once_a_day",
                violation_error_message="这项规定从这一天起已有数值，请改用别的执行日期",
            ),
            models.CheckConstraint(
                condition=Q(items__len=0) | Q(items__len=F("value")),
                name="policy_number_counts_its_items",
                violation_error_message="数值必须等于名目的个数，请改数值或补全名目",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}：{self.words}"

    def natural_key(self) -> tuple[str, str]:
        return self.key, str(self.valid_from)

    @property
    def words(self) -> str:
        """The rule in a phrase: 每年不少于1次."""
        number = str(Quantity(self.value, self.unit))
        match self.bound:
            case Bound.ABOUT:
                return f"{self.per}{number}左右"
            case Bound.EXACT:
                return f"{self.per}{number}"
        return f"{self.per}{self.get_bound_display()}{number}"
