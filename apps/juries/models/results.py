"""What a jury found, frozen, and what was said against it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse

from apps.core.history import tracked
from apps.core.models import ObjectionModel, PublicModel
from apps.juries.choices import Light
from apps.juries.models.juries import Candidate, Jury
from apps.juries.querysets import ObjectionQuerySet, ResultLineQuerySet, ResultListQuerySet

FROZEN = pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)


@tracked
class ResultList(PublicModel):
    """评审结果: written once; a jury that was reopened writes another one with the next number."""

    jury = models.ForeignKey(
        Jury, verbose_name="评审会", on_delete=models.PROTECT, related_name="lists"
    )
    number = models.PositiveSmallIntegerField("第几次")
    frozen_at = models.DateTimeField("确定时间", auto_now_add=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="确定人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # As they were on that day: the paper of a list does not change with its jury.
    title = models.CharField("名称", max_length=120, default="")
    places = models.PositiveSmallIntegerField("入选名额", null=True)
    # Named juries: their jurors. Anonymous ones: only how many there were.
    jury_line = models.CharField("评审组", max_length=500)

    objects = ResultListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审结果"
        ordering = ["jury", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["jury", "number"], name="result_list_number_once")
        ]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return f"{self.jury}结果（第{self.number}次）"


@tracked
class ResultLine(PublicModel):
    """What became of one candidate, and why, in a sentence."""

    result_list = models.ForeignKey(
        ResultList, verbose_name="评审结果", on_delete=models.PROTECT, related_name="lines"
    )
    candidate = models.ForeignKey(
        Candidate, verbose_name="参评对象", on_delete=models.PROTECT, related_name="lines"
    )
    organisation_name = models.CharField("党组织", max_length=100, default="")
    order = models.PositiveSmallIntegerField("序号")
    sheets = models.PositiveSmallIntegerField("有效评分表")
    mean = models.DecimalField("平均分", max_digits=6, decimal_places=2, null=True)
    light = models.CharField("结论", max_length=10, choices=Light.choices, blank=True)
    is_in = models.BooleanField("入选")
    explanation = models.TextField("说明")
    # {"points", "is_counted"} for each sheet from the highest down; {"juror"} too where named.
    marks = models.JSONField("各份得分", default=list)
    # The jurors' words, in the order of the alphabet: it tells nobody's name.
    advice = models.JSONField("评审意见", default=list)

    objects = ResultLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审结果明细"
        ordering = ["result_list", "order"]
        constraints = [
            models.UniqueConstraint(fields=["result_list", "candidate"], name="result_line_once")
        ]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return f"{self.candidate}评审结果"

    def get_absolute_url(self) -> str:
        return reverse("juries:line_detail", args=[self.uuid])


@tracked
class Objection(ObjectionModel):
    """异议 against one line, and the answer to it."""

    line = models.ForeignKey(
        ResultLine, verbose_name="评审结果", on_delete=models.PROTECT, related_name="objections"
    )
    objects = ObjectionQuerySet.as_manager()

    class Meta(ObjectionModel.Meta):
        verbose_name = verbose_name_plural = "评审异议"
        permissions = [
            ("answer_objection", "答复评审异议"),
            ("withdraw_objection", "撤回评审异议"),
        ]

    def __str__(self) -> str:
        return f"对{self.line.candidate}的异议"

    def get_absolute_url(self) -> str:
        return self.line.get_absolute_url()
