"""添加/调整: a secretary asks the committee for a change in the register of members."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from apps.branches.forms import RequestForm
from apps.branches.models import Organisation
from apps.branches.scope import scope
from apps.branches.services import ask_for_change
from apps.core import access
from apps.core.idempotency import once

ADD = "branches.add_membershiprequest"


@access.permission(ADD)
def request_create(request):
    branches = list(_branches(request.user))
    asked = (request.POST or request.GET).get("organisation", "")
    form = RequestForm(
        request.POST or None,
        branches=branches,
        initial={"organisation": asked, "person_name": request.GET.get("name", "")[:50]},
    )
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        made, _ = once(
            user=request.user,
            key=answers.pop("form_key"),
            create=lambda: ask_for_change(by=request.user, **answers),
        )
        messages.success(request, f"已提交：{made}。工委办理后，这里会显示结果")
        return redirect("branches:person_list")
    if not branches:
        raise Http404
    context = {"form": form}
    return render(
        request, "branches/request_form.html", context, status=422 if form.errors else 200
    )


def _branches(user):
    places = Organisation.objects.in_scope(scope(user, ADD))
    return places.branches().existing_on(timezone.localdate()).order_by("path")
