"""Opening a cycle, and who may be sent in it; versions of the form."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.branches.models import Person, Unit
from apps.core import policy
from apps.core.models.spans import day_in_words
from apps.core.periods import months_after
from apps.observations.models import (
    CycleObserver,
    ObservationCycle,
    ObservationForm,
    ObservationItem,
)

YEARS, TEAM = "observation_cycle_years", "observation_team_size"


def end_of_cycle(starts_on: date) -> date:
    """The last day of a cycle that begins so, by the committee's rule."""
    return months_after(starts_on, 12 * policy.count(YEARS, starts_on)) - timedelta(days=1)


@transaction.atomic
def open_cycle(
    *,
    name: str,
    starts_on: date,
    ends_on: date | None = None,
    team_size: int | None = None,
    form: ObservationForm | None = None,
) -> ObservationCycle:
    """What is left out holds as the committee's rules and the form in force say."""
    chosen = form or ObservationForm.objects.valid_on(starts_on).first()
    if chosen is None:
        raise ValidationError(
            {"form": f"{day_in_words(starts_on)}还没有可用的旁听反馈表式样，请先登记式样再建周期"}
        )
    cycle = ObservationCycle(
        name=name,
        starts_on=starts_on,
        ends_on=ends_on or end_of_cycle(starts_on),
        team_size=team_size or policy.count(TEAM, starts_on),
        form=chosen,
    )
    cycle.full_clean()
    cycle.save()
    return cycle


@transaction.atomic
def name_observer(
    *, cycle: ObservationCycle, person: Person, unit: Unit | None = None, may_lead: bool = False
) -> CycleObserver:
    observer = CycleObserver(cycle=cycle, person=person, unit=unit, may_lead=may_lead)
    observer.full_clean()
    observer.save()
    return observer


@transaction.atomic
def new_version(*, form: ObservationForm) -> ObservationForm:
    """A copy with the next number: the only way to change a form that was answered."""
    newest = ObservationForm.objects.select_for_update().filter(name=form.name).latest("number")
    copy = ObservationForm.objects.create(
        name=form.name,
        number=newest.number + 1,
        valid_from=timezone.localdate(),
        source=form.source,
    )
    asked = ("order", "part", "name", "meaning", "scale", "most")
    ObservationItem.objects.bulk_create(
        ObservationItem(form=copy, **{name: getattr(item, name) for name in asked})
        for item in form.items.all()
    )
    return copy
