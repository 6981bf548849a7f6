"""谈心谈话: a short list and a short form, since R-MTG-09 counts them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.branches.models import Organisation, Person
from apps.branches.scope import scope
from apps.core import access, drafts
from apps.core.idempotency import once
from apps.meetings.drafts import form_of_talk
from apps.meetings.forms import TalkForm
from apps.meetings.models import Talk
from apps.meetings.services import log_talk

LATEST = 50


@access.permission("meetings.view_talk")
@require_safe
def talk_list(request):
    talks = Talk.objects.visible_to(request.user).select_related("organisation", "first", "second")
    return render(request, "meetings/talk_list.html", {"talks": talks[:LATEST]})


@access.permission("meetings.add_talk")
def talk_create(request):
    branches = list(_branches(request))
    organisation = _chosen(branches, (request.POST or request.GET).get("organisation", ""))
    if organisation is None:
        return render(request, "meetings/talk_choose.html", {"branches": branches})
    form = TalkForm(
        request.POST or None,
        people=_people(organisation),
        initial={"held_on": timezone.localdate(), "kind": request.GET.get("kind", "")},
    )
    if request.method == "POST" and form.is_valid() and _save(request, organisation, form):
        messages.success(request, "已登记谈心谈话")
        return redirect("meetings:talk_list")
    context = {
        "form": form,
        "organisation": organisation,
        **drafts.page_of(request.user, form_of_talk(organisation)),
    }
    return render(request, "meetings/talk_form.html", context, status=422 if form.errors else 200)


def _branches(request):
    places = Organisation.objects.in_scope(scope(request.user, "meetings.add_talk"))
    return places.branches().existing_on(timezone.localdate()).order_by("path")


def _chosen(branches: list[Organisation], key: str) -> Organisation | None:
    """The asked branch, or the only one; None when there is a choice to make."""
    if not key:
        return branches[0] if len(branches) == 1 else None
    found = [branch for branch in branches if str(branch.uuid) == key]
    if not found:
        raise Http404
    return found[0]


def _people(organisation: Organisation):
    return Person.objects.filter(
        pk__in=organisation.memberships.valid_on(timezone.localdate()).values("person")
    )


def _save(request, organisation: Organisation, form: TalkForm) -> bool:
    """Log the talk once; what the service refuses stands at its field."""
    given = {k: v for k, v in form.cleaned_data.items() if k != "form_key"}
    try:
        talk, is_new = once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: log_talk(organisation=organisation, **given),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    if not is_new and any(getattr(talk, name) != value for name, value in given.items()):
        form.take_new_key()
        form.add_error(None, "这份表单已经登记过一次谈话。要再登记一次，请核对后再按保存")
        return False
    return True
