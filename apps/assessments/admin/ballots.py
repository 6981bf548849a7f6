"""Ballots by codes: begun, watched by the number of votes only, ended."""

from urllib.parse import urljoin

from django.conf import settings
from django.template.response import TemplateResponse

from apps.assessments.admin.schemes import NoteForm
from apps.assessments.ballots import close_poll, open_poll
from apps.assessments.choices import PollStatus
from apps.assessments.models import BallotPoll
from apps.core.admin import VerbForm, VisibleAdmin, action, display, register, step_page, verb_page


@register(BallotPoll)
class BallotPollAdmin(VisibleAdmin):
    list_display = ("organisation", "year", "electors", "votes", "closes_on", "status")
    list_filter = ("year", "status")
    list_select_related = ("organisation", "count")
    search_fields = ("organisation__name",)
    autocomplete_fields = ("organisation",)
    fields = ("year", "organisation", "electors", "closes_on", "status", "votes", "address")
    readonly_fields = ("status", "votes", "address")
    actions_detail = ("open", "close", "cancel")

    def has_change_permission(self, request, obj=None) -> bool:
        """Codes that were handed out hold for what was asked then."""
        is_draft = obj is None or obj.status == PollStatus.DRAFT
        return is_draft and super().has_change_permission(request, obj)

    @display(description="已投票")
    def votes(self, poll) -> str:
        """How many; for what they are is not shown before the end."""
        return f"{poll.count.votes} 张" if hasattr(poll, "count") else "—"

    @display(description="投票地址")
    def address(self, poll) -> str:
        return urljoin(settings.PUBLIC_URL, poll.get_absolute_url()) if poll.pk else "—"

    @action(description="开始测评", url_path="open", icon="play_arrow", permissions=["act"])
    def open(self, request, object_id):
        """The answer to the click shows the codes: they are nowhere to be looked up later."""
        made = []
        response = verb_page(
            self,
            request,
            object_id,
            title="开始测评",
            form_class=VerbForm,
            permission="conduct",
            run=lambda poll, _: made.extend(open_poll(poll=poll, by=request.user)),
            done="测评已开始",
        )
        return self._codes(request, object_id, made) if made else response

    def _codes(self, request, object_id, codes: list[str]) -> TemplateResponse:
        poll = self.visible_object(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"测评码：{poll}",
            "poll": poll,
            "codes": codes,
            "address": self.address(poll),
            "opts": self.opts,
        }
        response = TemplateResponse(request, "admin/assessments/poll_codes.html", context)
        response["Cache-Control"] = "no-store"
        return response

    @action(description="结束测评", url_path="close", icon="stop", permissions=["act"])
    def close(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="结束测评",
            form_class=VerbForm,
            permission="conduct",
            run=lambda poll, _: close_poll(poll=poll, by=request.user),
            done="测评已结束，票数已计入民主测评",
        )

    @action(description="作废", url_path="cancel", icon="block", permissions=["act"])
    def cancel(self, request, object_id):
        return step_page(
            self,
            request,
            object_id,
            step="cancel",
            title="作废",
            form_class=NoteForm,
            permission="conduct",
        )
