import uuid

import pgtrigger
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse

from apps.core.querysets import JobQuerySet


class PublicModel(models.Model):
    """A row with an address of its own; the bigint key never leaves the house."""

    uuid = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class EditableModel(PublicModel):
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        abstract = True


class StatusChange(models.Model):
    """One step of one object's lifecycle, written by `lifecycle.advance` alone."""

    model_label = models.CharField("对象类别", max_length=100)
    object_pk = models.BigIntegerField("对象编号")
    step = models.CharField("步骤", max_length=40)
    source = models.CharField("原状态", max_length=40)
    target = models.CharField("新状态", max_length=40)
    note = models.TextField("说明", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="经办人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "状态变更"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["model_label", "object_pk"])]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class Submission(models.Model):
    """The key of a form that has been saved, and the row that it made."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="提交人", on_delete=models.PROTECT, related_name="+"
    )
    key = models.UUIDField("表单编号")
    target_label = models.CharField("结果类别", max_length=100, blank=True)
    target_pk = models.BigIntegerField("结果编号", null=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "表单提交"
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="submission_once"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class FormDraft(models.Model):
    """What one person has typed into one form and not yet saved; gone when the record is saved."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="填写人", on_delete=models.PROTECT, related_name="+"
    )
    # What it is for: `app.model`, then what the app needs to find the form again.
    form = models.CharField("表单", max_length=160)
    key = models.UUIDField("表单编号")
    version = models.PositiveIntegerField("所依据的版本", null=True)
    content = models.JSONField("内容", default=dict)
    saved_at = models.DateTimeField("保存时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "未写完的表单"
        constraints = [
            models.UniqueConstraint(fields=["user", "form"], name="form_draft_once"),
        ]

    def __str__(self) -> str:
        return self.form


class Document(PublicModel):
    """A finished file: the same kind, template and data give the same bytes and one row."""

    kind = models.CharField("文种", max_length=60)
    title = models.CharField("标题", max_length=200)
    template_version = models.CharField("模板版本", max_length=20)
    data_hash = models.CharField("数据摘要", max_length=64)
    sha256 = models.CharField("文件摘要", max_length=64)
    size = models.PositiveIntegerField("字节数")
    path = models.CharField("存放位置", max_length=120)
    content_type = models.CharField("类型", max_length=100, default="application/pdf")
    # Printed on the paper; anybody who holds the paper may ask about it.
    code = models.CharField("核验码", max_length=24, unique=True)
    created_at = models.DateTimeField("生成时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "template_version", "data_hash"], name="document_rendered_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("core:document_download", args=[self.uuid])


class Job(PublicModel):
    """A piece of work in the background; the truth about it is in its items."""

    kind = models.CharField("任务类别", max_length=60)
    title = models.CharField("任务", max_length=200)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="发起人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField("发起时间", auto_now_add=True)
    cancelled_at = models.DateTimeField("取消时间", null=True, blank=True)
    # When the end was told to whoever waits for it; a retry begins anew.
    end_told_at = models.DateTimeField("告知时间", null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        permissions = [("enter_admin", "进入工委工作台")]
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class JobItem(models.Model):
    class Status(models.TextChoices):
        QUEUED = "queued", "排队"
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        FAILED = "failed", "失败"
        CANCELLED = "cancelled", "已取消"

    job = models.ForeignKey(
        Job, on_delete=models.PROTECT, related_name="items", verbose_name="任务"
    )
    key = models.CharField("事项", max_length=100)
    label = models.CharField("名称", max_length=200, blank=True)
    arguments = models.JSONField("参数", default=dict, encoder=DjangoJSONEncoder)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    # The fencing token: whoever lost the lease can no longer publish a result.
    token = models.UUIDField("租约令牌", null=True)
    lease_until = models.DateTimeField("租约到期", null=True)
    published_at = models.DateTimeField("上次通知", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    error = models.TextField("原因", blank=True)
    # What a long item is at, and how far it has come (see core.beacon).
    phase = models.CharField("进展", max_length=60, blank=True)
    percent = models.PositiveSmallIntegerField("百分比", default=0)
    document = models.ForeignKey(
        Document, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="文件"
    )

    class Meta:
        verbose_name = verbose_name_plural = "任务事项"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["job", "key"], name="job_item_once"),
            models.CheckConstraint(
                condition=~Q(status="running") | Q(lease_until__isnull=False, token__isnull=False),
                name="running_item_has_lease",
            ),
        ]
        indexes = [
            models.Index(
                fields=["lease_until"],
                name="job_item_unfinished",
                condition=Q(status__in=["queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return self.label or self.key


class AuditEvent(models.Model):
    """Security events; the database refuses to change or remove one."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", "登录"
        SIGN_IN_FAILED = "sign_in_failed", "登录失败"
        CODE_FAILED = "code_failed", "验证码错误"
        LOCKED_OUT = "locked_out", "锁定"
        SIGNED_OUT = "signed_out", "退出"
        REFUSED = "refused", "拒绝访问"
        EXPORTED = "exported", "导出"
        IMPORTED = "imported", "导入"
        WITHDRAWN = "withdrawn", "撤销导入"
        DOWNLOADED = "downloaded", "下载"
        VIEWED_PERSONAL = "viewed_personal", "查看个人信息"
        ROLE_CHANGED = "role_changed", "授权变更"
        PASSWORD_CHANGED = "password_changed", "修改密码"

    kind = models.CharField("事件", max_length=20, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="用户",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    account = models.CharField("账号", max_length=150, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True)
    subject = models.CharField("对象", max_length=200, blank=True)
    succeeded = models.BooleanField("是否成功", default=True)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "安全审计"
        permissions = [("enter_audit", "进入审计管理")]
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"]), models.Index(fields=["user", "at"])]
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            ),
            pgtrigger.Trigger(
                name="keep_all",
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'the security audit is append-only';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.account}"
