"""内容发布: every article in its state; pictures and the preview of a phone stand in the portal."""

from django.shortcuts import redirect
from django.urls import reverse

from apps.core.admin import (
    TextField,
    VerbForm,
    ViewInline,
    VisibleAdmin,
    action,
    display,
    register,
    step_page,
)
from apps.news.choices import UNDER_REVIEW, WRITABLE, ArticleStatus
from apps.news.lifecycle import has_just_read
from apps.news.models import Article, Picture
from apps.news.prose import as_html

TONES = {
    ArticleStatus.DRAFT: "info",
    ArticleStatus.FIRST: "warning",
    ArticleStatus.SECOND: "warning",
    ArticleStatus.FINAL: "warning",
    ArticleStatus.PUBLISHED: "success",
    ArticleStatus.RETURNED: "danger",
    ArticleStatus.WITHDRAWN: "danger",
    ArticleStatus.VOID: "info",
}
# Step → the action of the permission that it asks for.
RIGHTS = {
    "submit": "change",
    "pass_first": "review",
    "return_first": "review",
    "pass_second": "recheck",
    "return_second": "recheck",
    "pass_final": "publish",
    "return_final": "publish",
    "withdraw": "publish",
    "reopen": "publish",
}


class AskNothing(VerbForm):
    """The page itself shows what is passed on."""


class ReasonForm(VerbForm):
    note = TextField(
        label="原因",
        max_length=500,
        help_text="起草人会看到",
        error_messages={"required": "请写明原因"},
    )


class PictureInline(ViewInline):
    model = Picture
    fields = ("order", "caption", "alt", "name")
    show_change_link = False
    verbose_name_plural = "图片（在“图文编辑”里增减）"


@register(Article)
class ArticleAdmin(VisibleAdmin):
    list_display = (
        "title",
        "section",
        "organisation",
        "state",
        "is_headline",
        "published_at",
        "updated_at",
    )
    list_filter = ("status", "section", "is_headline")
    list_select_related = ("organisation",)
    search_fields = ("title", "source", "author", "organisation__name")
    date_hierarchy = "published_at"
    ordering = ("-updated_at", "-pk")
    autocomplete_fields = ("organisation",)
    fieldsets = (
        (None, {"fields": (("section", "is_headline"), "title", "subtitle", "organisation")}),
        ("正文", {"fields": ("body",)}),
        ("署名和发布", {"fields": (("source", "author"), "publish_at")}),
    )
    shown = (
        *("section", "is_headline", "title", "subtitle", "organisation", "source", "author"),
        *("status", "publish_at", "published_at", "created_by", "body"),
    )
    inlines = (PictureInline,)
    actions_detail = (
        "look",
        "pass_first",
        "pass_second",
        "pass_final",
        "submit",
        "return_first",
        "return_second",
        "return_final",
        "withdraw",
        "reopen",
    )

    def has_change_permission(self, request, obj=None) -> bool:
        """What is public is corrected on a page of its own, in sight of its readers."""
        is_open = obj is None or obj.status in (*WRITABLE, *UNDER_REVIEW)
        return is_open and super().has_change_permission(request, obj)

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return ((None, {"fields": self.shown}),)
        return self.fieldsets

    def get_readonly_fields(self, request, obj=None):
        return self.shown if obj and not self.has_change_permission(request, obj) else ()

    def get_actions_detail(self, request, object_id):
        """Whoever has just passed the article on is not offered the next reading."""
        offered = super().get_actions_detail(request, object_id)
        article = self.get_object(request, str(object_id))
        if article is None or not has_just_read(article, request.user):
            return offered
        return [a for a in offered if not a.method.original_function_name.startswith("pass_")]

    @display(description="状态", ordering="status", label=TONES)
    def state(self, article) -> tuple[str, str]:
        return article.status, article.get_status_display()

    def perform(self, request, obj, form, change) -> None:
        if not change:
            obj.created_by = request.user
        super().perform(request, obj, form, change)

    def has_review_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("news.review_article")

    def has_recheck_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("news.recheck_article")

    def has_publish_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("news.publish_article")

    @action(
        description="预览、图片和更正", url_path="look", icon="smartphone", permissions=["view"]
    )
    def look(self, request, object_id):
        article = self.visible_object(request, object_id)
        return redirect(reverse("news:draft_detail", args=[article.uuid]))

    @action(description="送初审", url_path="submit", icon="send", permissions=["act"])
    def submit(self, request, object_id):
        return self._step(request, object_id, "submit", "送初审")

    @action(description="初审通过", url_path="pass_first", icon="check", permissions=["review"])
    def pass_first(self, request, object_id):
        return self._step(request, object_id, "pass_first", "初审通过")

    @action(description="复审通过", url_path="pass_second", icon="check", permissions=["recheck"])
    def pass_second(self, request, object_id):
        return self._step(request, object_id, "pass_second", "复审通过")

    @action(
        description="终审通过并发布", url_path="pass_final", icon="publish", permissions=["publish"]
    )
    def pass_final(self, request, object_id):
        return self._step(request, object_id, "pass_final", "终审通过并发布")

    @action(description="退回", url_path="return_first", icon="undo", permissions=["review"])
    def return_first(self, request, object_id):
        return self._step(request, object_id, "return_first", "退回", ReasonForm)

    @action(description="退回", url_path="return_second", icon="undo", permissions=["recheck"])
    def return_second(self, request, object_id):
        return self._step(request, object_id, "return_second", "退回", ReasonForm)

    @action(description="退回", url_path="return_final", icon="undo", permissions=["publish"])
    def return_final(self, request, object_id):
        return self._step(request, object_id, "return_final", "退回", ReasonForm)

    @action(description="撤下", url_path="withdraw", icon="block", permissions=["publish"])
    def withdraw(self, request, object_id):
        return self._step(request, object_id, "withdraw", "撤下", ReasonForm)

    @action(description="重新起草", url_path="reopen", icon="edit", permissions=["publish"])
    def reopen(self, request, object_id):
        return self._step(request, object_id, "reopen", "重新起草")

    def _step(self, request, object_id, step: str, title: str, form_class=AskNothing):
        return step_page(
            self,
            request,
            object_id,
            step=step,
            title=title,
            form_class=form_class,
            permission=RIGHTS[step],
            reading=lambda article: as_html(article.body),
        )
