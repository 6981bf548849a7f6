"""What waits at the committee's desk about organisations."""

from django.urls import reverse
from django.utils import timezone

from apps.branches.models import Organisation, Person, Term, Unit
from apps.core.command import OFFERED, Found, finder
from apps.core.desk import queue


def _overdue_terms() -> str:
    return f"{reverse('admin:branches_term_changelist')}?state=overdue"


@queue("届满未换届", permission="branches.view_term", link=_overdue_terms)
def overdue_terms(user):
    return Term.objects.visible_to(user).overdue(timezone.localdate())


@finder
def registers(user, typed):
    """Organisations, units and people, by name or pinyin."""
    for model, icon in ((Organisation, "account_tree"), (Unit, "apartment"), (Person, "person")):
        label, name = str(model._meta.verbose_name), model._meta.model_name
        rows = model.objects.visible_to(user).named(typed).best_first(typed)
        for row in rows[:OFFERED]:
            link = reverse(f"admin:branches_{name}_change", args=[row.pk])
            yield Found(row.name, f"{label} {row.code}", link, icon)
