"""What an election gave: who could vote, who did, who stood and who was elected."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from apps.branches.models import Organisation, Person, Term
from apps.core.history import tracked
from apps.core.models import EditableModel
from apps.core.models.spans import day_in_words
from apps.elections.choices import (
    DUTY_CHOICES,
    POST_CHOICES,
    ElectionBody,
    ElectionKind,
    ElectionStatus,
)
from apps.elections.models.renewals import Renewal
from apps.elections.querysets import ElectionQuerySet, OfElectionQuerySet
from apps.meetings.models import Meeting


@tracked
class Election(EditableModel):
    """One sitting that elected: at the end of `term`, or within it where a seat was empty."""

    term = models.ForeignKey(
        Term, verbose_name="届次", on_delete=models.PROTECT, related_name="elections"
    )
    renewal = models.ForeignKey(
        Renewal,
        verbose_name="换届",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="elections",
    )
    kind = models.CharField("类别", max_length=12, choices=ElectionKind.choices)
    body = models.CharField("大会形式", max_length=10, choices=ElectionBody.choices)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name="会议记录",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="elections",
        help_text="系统里有这次大会的记录就直接选",
    )
    held_on = models.DateField("选举日期")
    entitled = models.PositiveIntegerField("有选举权的人数")
    present = models.PositiveIntegerField("实到人数")
    ballots = models.PositiveIntegerField("收回选票")
    status = models.CharField(
        "状态",
        max_length=10,
        choices=ElectionStatus.choices,
        default=ElectionStatus.RECORDED,
        editable=False,
    )
    in_office_on = models.DateField(
        "任职日期", null=True, blank=True, help_text="当选的人从这一天起任职"
    )
    confirmed_on = models.DateField("结果批复日期", null=True, blank=True, editable=False)
    doc_no = models.CharField("结果批复文号", max_length=60, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "选举"
        ordering = ["-held_on", "-pk"]
        permissions = [("confirm_election", "批复选举结果")]
        constraints = [
            models.CheckConstraint(
                condition=Q(present__lte=F("entitled")),
                name="election_present_entitled",
                violation_error_message="实到人数不能多于有选举权的人数，请核对",
            ),
            models.CheckConstraint(
                condition=Q(ballots__lte=F("present")),
                name="election_ballots_present",
                violation_error_message="收回的选票多于实到人数，选举无效，应当重新选举",
            ),
            models.CheckConstraint(
                condition=Q(kind="general", renewal__isnull=False)
                | Q(kind="by_election", renewal=None),
                name="election_of_renewal",
                violation_error_message="换届选举属于一次换届，补选不属于",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(in_office_on__gte=F("held_on")),
                name="election_in_office_after",
                violation_error_message="任职日期不能早于选举日期",
            ),
            models.UniqueConstraint(
                fields=["renewal"],
                condition=~Q(status="void"),
                name="election_one_standing",
                violation_error_message="这次换届已登记了选举结果",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term.organisation}{self.get_kind_display()}（{day_in_words(self.held_on)}）"

    def get_absolute_url(self) -> str:
        return reverse("elections:election_detail", args=[self.uuid])

    @property
    def organisation(self) -> Organisation:
        return self.term.organisation


@tracked
class ElectionSeat(EditableModel):
    """One ballot of the sitting: a post and how many are elected to it. The new committee elects
    its secretary and deputies by itself and without a surplus (R-TERM-03, step 6)."""

    election = models.ForeignKey(
        Election, verbose_name="选举", on_delete=models.PROTECT, related_name="seat_rows"
    )
    post = models.CharField("职务", max_length=30, choices=POST_CHOICES)
    seats = models.PositiveSmallIntegerField("应选名额")
    by_committee = models.BooleanField("由新一届委员会选举", default=False)
    present = models.PositiveSmallIntegerField(
        "到会委员", null=True, blank=True, help_text="由委员会选举时填写"
    )

    objects = OfElectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "应选名额"
        ordering = ["election", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "post"],
                name="election_seat_once",
                violation_error_message="这个职务的名额写了两次，请合成一行",
            ),
            models.CheckConstraint(
                condition=Q(seats__gt=0),
                name="election_seat_positive",
                violation_error_message="应选名额至少 1 名",
            ),
            models.CheckConstraint(
                condition=Q(by_committee=False, present=None) | Q(by_committee=True, present__gt=0),
                name="election_seat_committee_present",
                violation_error_message="由委员会选举的请填写到会委员人数，由大会选举的不填",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()} {self.seats} 名"


@tracked
class ElectionCandidate(EditableModel):
    election = models.ForeignKey(
        Election, verbose_name="选举", on_delete=models.PROTECT, related_name="candidates"
    )
    person = models.ForeignKey(
        Person, verbose_name="候选人", on_delete=models.PROTECT, related_name="candidacies"
    )
    post = models.CharField("职务", max_length=30, choices=POST_CHOICES)
    ayes = models.PositiveIntegerField("赞成票")
    is_elected = models.BooleanField("当选", default=False)
    duty = models.CharField(
        "分工", max_length=30, choices=DUTY_CHOICES, blank=True, help_text="当选委员以后的分工"
    )

    objects = OfElectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "候选人"
        ordering = ["election", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["election", "person", "post"],
                name="election_candidate_once",
                violation_error_message="同一职务的候选人写了两次，请删去一行",
            ),
            models.CheckConstraint(
                condition=Q(duty="") | Q(is_elected=True),
                name="election_duty_of_elected",
                violation_error_message="没有当选的不写分工",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()}候选人{self.person}"
