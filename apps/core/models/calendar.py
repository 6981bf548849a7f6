"""The working calendar, where it departs from Monday to Friday."""

from django.db import models

from apps.core.history import tracked
from apps.core.models.records import EditableModel


class CalendarDayManager(models.Manager["CalendarDay"]):
    def get_by_natural_key(self, day: str) -> "CalendarDay":
        return self.get(day=day)


@tracked
class CalendarDay(EditableModel):
    """A day that the State Council's yearly schedule makes free, or working, against its weekday."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班", default=False, help_text="调休补班的日子勾选")
    name = models.CharField("节日", max_length=30)

    objects = CalendarDayManager()

    class Meta:
        verbose_name = verbose_name_plural = "节假日安排"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}{'（上班）' if self.is_working else '（放假）'}"

    def natural_key(self) -> tuple[str]:
        return (str(self.day),)
