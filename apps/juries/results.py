"""What the floors above ask of a jury: how it ended for a candidate."""

from collections.abc import Iterable

from apps.juries.models import Candidate, ResultLine


def lines_of(candidates: Iterable[int]) -> dict[int, ResultLine]:
    """The lines in force of candidates (by key), in one query; none while a jury is reopened."""
    lines = ResultLine.objects.in_force().filter(candidate__in=list(candidates))
    return {line.candidate_id: line for line in lines.select_related("result_list__jury")}


def line_of(candidate: Candidate) -> ResultLine | None:
    """The line of the latest frozen list, or None where there is none in force."""
    return lines_of([candidate.pk]).get(candidate.pk)
