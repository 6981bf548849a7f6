"""学习重点下发: written, sent out and recalled."""

from apps.core.admin import VerbForm, VisibleAdmin, action, display, register, verb_page
from apps.core.lifecycle import advance
from apps.meetings.choices import TopicStatus
from apps.meetings.forms.desk import StudyTopicForm
from apps.meetings.models import StudyTopic
from apps.meetings.services import write_topic

TONES = {
    TopicStatus.DRAFT: "info",
    TopicStatus.PUBLISHED: "success",
    TopicStatus.WITHDRAWN: "warning",
}


class AskNothing(VerbForm):
    """The page itself shows what is sent out or recalled."""


@register(StudyTopic)
class StudyTopicAdmin(VisibleAdmin):
    form = StudyTopicForm
    list_display = ("title", "month_label", "state", "addressed", "published_at")
    list_filter = ("status",)
    search_fields = ("title", "text", "source")
    ordering = ("-month", "-pk")
    actions_detail = ("publish", "recall")
    fieldsets = (
        (None, {"fields": ("title", "of_month", "source", "text")}),
        ("发给谁", {"fields": ("audience", "chosen_units")}),
    )
    shown = ("title", "status", "month_label", "addressed", "source", "text", "published_at")

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"user": request.user})

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("units")

    def has_change_permission(self, request, obj=None) -> bool:
        """What has been sent out is recalled before it is changed."""
        is_open = obj is None or obj.status != TopicStatus.PUBLISHED
        return is_open and super().has_change_permission(request, obj)

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return ((None, {"fields": self.shown}),)
        return self.fieldsets

    def get_readonly_fields(self, request, obj=None):
        return self.shown if obj and not self.has_change_permission(request, obj) else ()

    @display(description="学习月份", ordering="month")
    def month_label(self, topic) -> str:
        return f"{topic.month.year}年{topic.month.month}月"

    @display(description="状态", ordering="status", label=TONES)
    def state(self, topic) -> tuple[str, str]:
        return topic.status, topic.get_status_display()

    @display(description="发给")
    def addressed(self, topic) -> str:
        if topic.is_for_all:
            return "全部单位"
        names = [str(unit) for unit in topic.units.all()]
        return "、".join(names[:3]) + (f"等 {len(names)} 个单位" if len(names) > 3 else "")

    def perform(self, request, obj, form, change) -> None:
        given = form.cleaned_data
        write_topic(
            topic=obj,
            title=given["title"],
            month=given["of_month"],
            text=given["text"],
            source=given["source"],
            **form.addressed(),
        )

    def has_publish_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("meetings.publish_studytopic")

    @action(description="下发", url_path="publish", icon="send", permissions=["publish"])
    def publish(self, request, object_id):
        return self._step(request, object_id, "publish", "下发")

    @action(description="撤回", url_path="recall", icon="undo", permissions=["publish"])
    def recall(self, request, object_id):
        return self._step(request, object_id, "recall", "撤回")

    def _step(self, request, object_id, step: str, title: str):
        return verb_page(
            self,
            request,
            object_id,
            title=title,
            form_class=AskNothing,
            run=lambda topic, _: advance(topic, step, by=request.user),
            done=f"已{title}",
            permission="publish",
        )
