"""Who spoke: a written name becomes a person where the register knows exactly one in that unit."""

from collections.abc import Iterable
from typing import Protocol

from django.db.models import F

from apps.branches.models import Person, Unit


class Named(Protocol):
    @property
    def unit(self) -> Unit | None: ...

    @property
    def speaker(self) -> str: ...


class Speakers:
    """Two queries, however many names; whoever shares his name with another is not guessed."""

    def __init__(self, spoken: Iterable[Named]) -> None:
        names = {one.speaker for one in spoken if one.unit and one.speaker}
        self._found: dict[tuple[str, int], set[Person]] = {}
        if not names:
            return
        people = Person.objects.filter(name__in=names)
        for path in ("memberships__organisation__unit", "appointments__organisation__unit"):
            for person in people.filter(**{f"{path}__isnull": False}).annotate(in_unit=F(path)):
                self._found.setdefault((person.name, person.in_unit), set()).add(person)

    def person(self, one: Named) -> Person | None:
        found = self._found.get((one.speaker, one.unit.pk), set()) if one.unit else set()
        return next(iter(found)) if len(found) == 1 else None
