"""Which renewal a page is about: 404 where it is not seen, 403 where it may only be read."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from apps.branches.models import Membership, Person, Term
from apps.core import drafts
from apps.core.files import StorageFull
from apps.core.idempotency import once, sent_before
from apps.core.lifecycle import lifecycle_of
from apps.core.versions import StaleVersion
from apps.elections.choices import OF_HIGHER_BODY, ExtensionStatus, PaperKind
from apps.elections.models import Election, Renewal, TermExtension
from apps.zones.forms.sections import SectionedForm

VIEW = "elections.view_renewal"
PREPARE, GUIDE, DECIDE = (
    *("elections.prepare_renewal", "elections.guide_renewal"),
    "elections.decide_renewal",
)


def seen(request, uuid: UUID, permission: str = "") -> Renewal:
    rows = Renewal.objects.visible_to(request.user).select_related(
        "term__organisation__unit", "term__organisation__parent", "next_term"
    )
    renewal = get_object_or_404(rows, uuid=uuid)
    if permission and not request.user.has_perm(permission, renewal):
        raise PermissionDenied("这次换届的这一步不由您办理，您可以查看")
    return renewal


def seen_election(request, uuid: UUID, permission: str = "") -> Election:
    rows = Election.objects.visible_to(request.user).select_related(
        "term__organisation__unit", "term__organisation__parent", "renewal__term", "meeting"
    )
    election = get_object_or_404(rows, uuid=uuid)
    if permission and not request.user.has_perm(permission, election):
        raise PermissionDenied("这个党组织的选举由它自己登记，您可以查看")
    return election


def seen_term(request, uuid: UUID, permission: str = "") -> Term:
    rows = Term.objects.visible_to(request.user).select_related("organisation__unit")
    term = get_object_or_404(rows, uuid=uuid)
    if permission and not request.user.has_perm(permission, term):
        raise PermissionDenied("这个党组织的选举由它自己登记，您可以查看")
    return term


def kinds_for(user, renewal: Renewal) -> list[PaperKind]:
    """The kinds of papers that the user may enter."""
    may = {
        True: user.has_perm(DECIDE, renewal),
        False: user.has_perm(PREPARE, renewal),
    }
    return [kind for kind in PaperKind if may[kind in OF_HIGHER_BODY]]


def people_of(term: Term) -> list[Person]:
    """Who may stand: members at and below the body today."""
    members = Membership.objects.valid_on(timezone.localdate()).filter(
        organisation__path__startswith=term.organisation.path
    )
    return list(Person.objects.filter(pk__in=members.order_by().values("person")))


def saved(request, form: SectionedForm, create: Callable[[], models.Model]) -> Any:
    """What `create` made, once; None where a service refused, told at the field that it names."""
    user, key = request.user, form.cleaned_data["form_key"]
    try:
        return once(user=user, key=key, create=create)[0]
    except StaleVersion as stale:
        if sent_before(user=user, key=key):
            return stale.current  # a double click: what it has moved is its own doing
        form.accept_version(cast(Any, stale.current).version)
        form.add_error(None, str(stale))
    except StorageFull as full:
        form.add_error(None, str(full))
    except ValidationError as refusal:
        form.add_refusal(refusal)
    return None


def form_page(
    request, template: str, form: SectionedForm, *, draft: str, record: Any = None, **context: Any
):
    """`draft` is the name under which the form is kept, `record` the row whose version it holds."""
    status = 422 if form.is_bound else 200
    if record:
        form.initial["version"] = record.version
    kept = drafts.page_of(request.user, draft, record=record)
    return render(request, template, {"form": form, **kept, **context}, status=status)


def expected(form: SectionedForm) -> int | None:
    """The version of the record that was on the page."""
    return form.cleaned_data["version"]


def extended(term: Term, extensions: list[TermExtension], user) -> dict:
    """What was asked of it, with the steps that the reader may take; one request at a time."""
    waits = any(one.status == ExtensionStatus.ASKED for one in extensions)
    may_ask = term.closed_on is None and not waits
    return {
        "extensions": [(one, lifecycle_of(one).open_steps(one, user)) for one in extensions],
        "first_end": _first_end(extensions),
        "can_extend": may_ask and user.has_perm("elections.add_termextension", term),
        "can_decide": waits and user.has_perm("elections.decide_termextension", term),
    }


def _first_end(extensions: list[TermExtension]) -> date | None:
    """When the term was to end before it was extended; None where it was not."""
    approved = [one for one in extensions if one.status == ExtensionStatus.APPROVED]
    return min((one.ended_on for one in approved), default=None)
