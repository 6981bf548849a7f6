"""`what_if_seconds`: a changed scheme over a computed year of the whole city.

Everything from the click to who would move: the stored lines are read, the year is scored by the
scheme of the run and by the changed one, share limits and classes included. The fastest round
counts; what is written for it is rolled back. It needs a city: `make_city`.
"""

import sys

import django

from bench.assess import LEAST_ORGANISATIONS, ROUNDS, last_whole_year, seconds_of


def computed_run(period):
    from django.utils import timezone

    from apps.assessments.assess import assessed
    from apps.assessments.models import Run, Scheme
    from apps.assessments.storing import write_results

    scheme = Scheme.objects.usable().latest("pk")
    run = Run.objects.create(year=period.start.year, scheme=scheme, status="cancelled")
    write_results(run, assessed(scheme, period, today=timezone.localdate()))
    return run


def changed(scheme):
    """Its rules with a tenth of the weight moved and a lower line for the best grade."""
    from apps.assessments.rules import rules_of
    from apps.assessments.what_if import Trial, tried

    rules = rules_of(scheme)
    first, second = [part for part in rules.parts if part.is_weighted][:2]
    moved = {first.pk: first.weight - 10, second.pk: second.weight + 10}
    return tried(rules, Trial(moved, {rules.grades[0].name: rules.grades[0].minimum - 2}, {}))


def what_if(run) -> int:
    """How many were scored anew."""
    from django.utils import timezone

    from apps.assessments.what_if import outlook

    return outlook(run, run.scheme, changed(run.scheme), today=timezone.localdate()).assessed


def main() -> None:
    django.setup()
    from django.db import transaction

    with transaction.atomic():
        run = computed_run(last_whole_year())
        assessed = what_if(run)
        if assessed < LEAST_ORGANISATIONS:
            sys.exit(f"只有 {assessed} 个党组织：请先运行 manage.py make_city")
        seconds = min(seconds_of(what_if, run) for _ in range(ROUNDS))
        transaction.set_rollback(True)
    print(f"{assessed} organisations scored twice: {seconds:.3f} s", file=sys.stderr)
    print(f"what_if_seconds {seconds:.2f}")


if __name__ == "__main__":
    main()
