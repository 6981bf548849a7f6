"""The application: written by the unit, kept as a draft, handed in, and improved when it is returned."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from apps.branches.models import Organisation, Person
from apps.core import access, drafts
from apps.core.idempotency import changed, once, sent_before
from apps.core.versions import StaleVersion
from apps.projects.advice import advice_on
from apps.projects.choices import ProjectStatus
from apps.projects.drafts import form_of, form_of_new
from apps.projects.forms import ApplicationForm
from apps.projects.forms.application import initial_of
from apps.projects.models import ProjectKind, SecretaryProject
from apps.projects.services import owners_for
from apps.projects.services.applications import secretary_of
from apps.projects.services.saving import save_application, save_new_application
from apps.projects.views.seen import ADD, LEAD, led, people_of, told

HANDED_IN = "已提交申报，由工委预审。还没有预审的，可以撤回再改"
KEPT = "已保存，还没有提交。写好以后点“提交申报”"


@access.permission(ADD)
def project_create(request):
    owner = _asked_owner(request)
    if owner is None:
        return render(request, "projects/project_choose.html", {"owners": _owners(request)})
    people, today = people_of(owner), timezone.localdate()
    if request.method != "POST":
        secretary = secretary_of(owner, today)
        initial = {"year": today.year, "secretary": str(secretary.uuid) if secretary else ""}
        form = _form(None, today.year, _with(people, secretary), initial=initial)
        return _page(request, form, owner)
    form = _form(request.POST, today.year, _with(people, secretary_of(owner, today)))
    if not form.is_valid():
        return _page(request, form, owner)
    try:
        project, is_new = once(
            user=request.user,
            key=form.cleaned_data["form_key"],
            create=lambda: save_new_application(
                organisation=owner,
                fields=form.stated,
                measures=form.named(),
                by=request.user,
                hand_in=form.is_handed_in,
            ),
        )
    except ValidationError as refusal:
        told(form, refusal)
        return _page(request, form, owner)
    if is_new:
        messages.success(request, HANDED_IN if form.is_handed_in else KEPT)
    else:
        at = drafts.clock(project.created_at)
        messages.info(request, f"这个项目已在 {at} 保存过，没有重复保存")
    return redirect(project)


@access.permission(LEAD)
def project_update(request, uuid: UUID):
    project = led(request, uuid)
    owner = project.organisation
    people = _with(people_of(owner), project.secretary, project.contact)
    if request.method != "POST":
        if not project.is_application_open:
            state = project.get_status_display()
            messages.warning(request, f"项目现在是“{state}”，申报内容不能再改")
            return redirect(project)
        fields, rows = initial_of(project)
        form = _form(None, project.year, people, initial=fields, rows=rows)
        return _page(request, form, owner, project)
    form = _form(request.POST, project.year, people)
    if form.is_valid() and _saved(request, project, form):
        messages.success(request, HANDED_IN if form.is_handed_in else KEPT)
        return redirect(project)
    return _page(request, form, owner, project)


def _saved(request, project: SecretaryProject, form: ApplicationForm) -> bool:
    """A retry of what has been saved is no conflict: the page of the project answers it."""
    key = form.cleaned_data["form_key"]
    if sent_before(user=request.user, key=key):
        return True
    try:
        changed(
            user=request.user,
            key=key,
            change=lambda: save_application(
                project=project,
                fields=form.stated,
                measures=form.named(),
                expected_version=form.cleaned_data["version"] or 0,
                by=request.user,
                hand_in=form.is_handed_in,
            ),
        )
    except (ValidationError, StaleVersion) as refused:
        told(form, refused)
        return False
    return True


def _owners(request):
    return owners_for(request.user).select_related("unit").order_by("unit__name", "name")


def _asked_owner(request) -> Organisation | None:
    """The asked Party group, or the only one; None when there is a choice to make."""
    key = (request.POST or request.GET).get("organisation", "")
    if not key:
        few = list(_owners(request)[:2])
        return few[0] if len(few) == 1 else None
    try:
        return get_object_or_404(_owners(request), uuid=UUID(key))
    except ValueError:
        raise Http404 from None


def _with(people: list[Person], *others: Person | None) -> list[Person]:
    """Whoever stands in the application stays there, wherever he is now."""
    return list(dict.fromkeys([*people, *filter(None, others)]))


def _form(data, year: int, people: list[Person], **kwargs) -> ApplicationForm:
    this_year = timezone.localdate().year
    years = sorted({year, this_year, this_year + 1}, reverse=True)
    kinds = list(ProjectKind.objects.all())
    return ApplicationForm(data, years=years, kinds=kinds, people=people, **kwargs)


def _page(request, form: ApplicationForm, owner: Organisation, project=None):
    name = form_of(project) if project else form_of_new(owner)
    is_returned = project is not None and project.status == ProjectStatus.RETURNED
    context = {
        "form": form,
        "owner": owner,
        "project": project,
        "advice": advice_on(cast(SecretaryProject, project)) if is_returned else None,
        **drafts.page_of(request.user, name, record=project),
    }
    status = 422 if form.is_bound else 200
    return render(request, "projects/project_form.html", context, status=status)
