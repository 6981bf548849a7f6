"""The portal's own records: security events, jobs and documents."""

from django.contrib.admin import register

from apps.core.admin.tables import SystemAdmin
from apps.core.models import AuditEvent, Document, Job


@register(AuditEvent)
class AuditEventAdmin(SystemAdmin):
    list_display = ("at", "kind", "account", "address", "subject", "succeeded")
    list_filter = ("kind", "succeeded", "at")
    search_fields = ("account", "subject")
    fields = ("at", "kind", "user", "account", "address", "subject", "succeeded")
    date_hierarchy = "at"


@register(Job)
class JobAdmin(SystemAdmin):
    list_display = ("title", "requested_by", "created_at", "cancelled_at")
    list_filter = ("created_at", "requested_by")
    list_select_related = ("requested_by",)
    fields = ("title", "requested_by", "created_at", "cancelled_at")


@register(Document)
class DocumentAdmin(SystemAdmin):
    list_display = ("title", "code", "size", "created_at")
    list_filter = ("created_at",)
    search_fields = ("title", "code")
    fields = ("title", "template_version", "code", "sha256", "size", "created_at")
