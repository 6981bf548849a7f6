"""民主测评 by one-time codes: what is kept of it tells nothing of who voted what.

Codes and counts have no history, no times and no link to a person or to each other (handbook 3.4).
"""

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from apps.assessments.choices import PollStatus
from apps.assessments.querysets import PollQuerySet
from apps.branches.models import Organisation
from apps.core.history import tracked
from apps.core.models import EditableModel


@tracked
class BallotPoll(EditableModel):
    """One ballot on one body: open to whoever holds one of its codes, until it is closed."""

    year = models.PositiveSmallIntegerField("考核年度")
    organisation = models.ForeignKey(
        Organisation, verbose_name="党组织", on_delete=models.PROTECT, related_name="ballot_polls"
    )
    electors = models.PositiveSmallIntegerField(
        "应参加测评人数",
        validators=[MinValueValidator(1)],
        help_text="按这个人数生成测评码，每人一个，抽取发放，不登记谁拿了哪个",
    )
    closes_on = models.DateField("截止日期", help_text="到这一天为止可以投票")
    status = models.CharField(
        "状态",
        max_length=10,
        choices=PollStatus.choices,
        default=PollStatus.DRAFT,
        editable=False,
    )

    objects = PollQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "测评码测评"
        permissions = [("conduct_ballotpoll", "组织民主测评")]
        ordering = ["-year", "organisation__name", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "organisation"],
                condition=~models.Q(status=PollStatus.CANCELLED),
                name="ballot_poll_once",
                violation_error_message="这个党组织今年已有一次测评，请打开原来的一次",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}{self.year}年民主测评"

    def get_absolute_url(self) -> str:
        return reverse("assessments:ballot_cast", args=[self.uuid])


class BallotCode(models.Model):
    """A keyed hash of a code that was handed out, and whether it has been used."""

    poll = models.ForeignKey(BallotPoll, on_delete=models.PROTECT, related_name="codes")
    digest = models.CharField(max_length=64, unique=True)
    is_spent = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = "测评码"

    def __str__(self) -> str:
        return "已用" if self.is_spent else "未用"


class BallotCount(models.Model):
    """The votes of a poll so far, added up: there is no row of a single ballot."""

    poll = models.OneToOneField(BallotPoll, on_delete=models.PROTECT, related_name="count")
    good = models.PositiveSmallIntegerField("好", default=0)
    fairly_good = models.PositiveSmallIntegerField("较好", default=0)
    average = models.PositiveSmallIntegerField("一般", default=0)
    poor = models.PositiveSmallIntegerField("差", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "票数"

    def __str__(self) -> str:
        return f"{self.votes} 票"

    @property
    def votes(self) -> int:
        return self.good + self.fairly_good + self.average + self.poor
