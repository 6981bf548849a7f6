"""What the page of one brand shows: to everybody, and to those who keep or review it."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from apps.brands.cards import own_steps
from apps.brands.choices import PUBLIC
from apps.brands.models import Brand, LayerSpan
from apps.brands.wording import next_step, word_of
from apps.core.lifecycle import history_of, lifecycle_of


def told_to_all(brand: Brand) -> dict[str, Any]:
    """Certified and after: nothing of drafts, applications, findings or persons."""
    return _told(brand, brand.layer_spans.filter(layer__in=PUBLIC))


def _told(brand: Brand, spans: QuerySet[LayerSpan]) -> dict[str, Any]:
    return {
        "brand": brand,
        "effect_rows": brand.effect_rows.all(),
        "spans": list(spans.select_related("batch").order_by("starts_on", "pk")),
        "adoptions": brand.adoptions.select_related("organisation").order_by("since", "pk"),
    }


def inside(brand: Brand, user) -> dict[str, Any]:
    """Everything, with what the reader may do about it."""
    steps = lifecycle_of(brand).by_step
    history = [(c, steps[c.step].label) for c in history_of(brand).reverse()]
    rechecks = list(brand.rechecks.order_by("-due_on", "-pk"))
    latest = rechecks[0] if rechecks else None
    may_change = user.has_perm("brands.change_brand", brand)
    return {
        **_told(brand, brand.layer_spans.all()),
        "steps": own_steps(brand, user),
        "history": history,
        "rechecks": rechecks,
        "told": word_of(brand, history[-1][0] if history else None),
        "next_step": next_step(brand, latest, keeps=may_change),
        "can_edit": brand.is_writable and may_change,
        "can_report": may_change and latest is not None and latest.is_open,
        "desk_url": _desk_url(brand, user),
    }


def _desk_url(brand: Brand, user) -> str:
    """Where the committee takes its steps: they ask for a batch, a day, what was found."""
    may_assess = user.is_staff and user.has_perm("brands.assess_brand")
    return reverse("admin:brands_brand_change", args=[brand.pk]) if may_assess else ""
