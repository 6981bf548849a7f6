"""Preparing a jury: its measure, its jurors, and what its chair decides."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Person, Unit
from apps.core.lifecycle import StepRefused
from apps.juries.choices import JuryStatus, TieRule
from apps.juries.judging import averages_of, bench_of, cut_of
from apps.juries.models import Candidate, Juror, Jury, JuryCriterion, JuryScheme


@transaction.atomic
def new_version(*, scheme: JuryScheme) -> JuryScheme:
    """A copy with the next number: the only way to change a measure that a jury opened with."""
    newest = JuryScheme.objects.select_for_update().filter(name=scheme.name).latest("number")
    copy = JuryScheme.objects.create(
        **_values(scheme, without=("number", "valid_from")),
        number=newest.number + 1,
        valid_from=timezone.localdate(),
    )
    JuryCriterion.objects.bulk_create(
        JuryCriterion(**_values(criterion, without=("scheme",)), scheme=copy)
        for criterion in scheme.criteria.all()
    )
    return copy


def _values(row, *, without: tuple[str, ...]) -> dict:
    kept = {"id", "uuid", "version", "created_at", "updated_at", *without}
    return {f.name: getattr(row, f.name) for f in row._meta.concrete_fields if f.name not in kept}


@transaction.atomic
def seat(
    *,
    jury: Jury,
    person: Person | None = None,
    name: str = "",
    unit: Unit | None = None,
    employer: str = "",
    is_chair: bool = False,
) -> Juror:
    """Give a person of the city, or an expert from outside, a seat; not once the result stands."""
    stored = Jury.objects.select_for_update(of=("self",)).get(pk=jury.pk)
    if not stored.is_taking:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，不能再增加评委。"
            "需要增加的，请先继续评审"
        )
    juror = Juror(
        jury=stored,
        person=person,
        name=person.name if person else name,
        unit=unit,
        employer=employer,
        is_chair=is_chair,
    )
    juror.full_clean()
    juror.save()
    return juror


@transaction.atomic
def choose(*, jury: Jury, chosen: Iterable[Candidate]) -> Jury:
    """What the chair decided where equal marks met the last place."""
    stored = Jury.objects.select_for_update(of=("self",)).get(pk=jury.pk)
    if stored.status != JuryStatus.CLOSED or stored.scheme.ties != TieRule.BY_CHAIR:
        raise StepRefused("截止评审之后、确定结果之前，办法规定由组长选定的，才需要选定")
    picked = {candidate.pk for candidate in chosen}
    cut = cut_of(stored, averages_of(stored, bench_of(stored, timezone.localdate())))
    if not picked <= cut.tied:
        raise ValidationError("只能在末位同分的参评对象中选定")
    if len(picked) != cut.free:
        raise ValidationError(f"还剩 {cut.free} 个名额，请选定 {cut.free} 个")
    stored.candidates.exclude(pk__in=picked).update(is_chosen=False)
    stored.candidates.filter(pk__in=picked).update(is_chosen=True)
    return stored
