"""Ballots by codes: begun, watched by the number of votes only, ended."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from apps.assessments.admin.schemes import NoteForm
from apps.assessments.ballots import close_poll, open_poll
from apps.assessments.choices import PollStatus
from apps.assessments.models import BallotPoll
from apps.assessments.slips import print_slips
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

    def get_urls(self):
        slips = self.admin_site.admin_view(self.slips)
        slips.model_admin = self
        own = path("<path:object_id>/slips/", slips, name="assessments_ballotpoll_slips")
        return [own, *super().get_urls()]

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

    @method_decorator([require_POST, never_cache, sensitive_post_parameters("code")])
    def slips(self, request, object_id):
        """From the page that shows the codes, as often as the printer needs it."""
        poll = self.visible_object(request, object_id)
        if not request.user.has_perm("assessments.conduct_ballotpoll", poll):
            raise PermissionDenied("您没有组织民主测评的权限")
        try:
            paper = print_slips(poll, request.POST.getlist("code"))
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("admin:assessments_ballotpoll_change", poll.pk)
        response = HttpResponse(paper, content_type="application/pdf")
        name = f"测评码（{poll.organisation}）.pdf"
        response["Content-Disposition"] = content_disposition_header(False, name)
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
