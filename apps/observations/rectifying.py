"""What was found wanting goes into the one loop of rectification."""

from datetime import date
from typing import cast

from apps.inspections.choices import IssueSource
from apps.inspections.services.issues import raise_issue
from apps.observations.models import Observation


def raise_problems(observation: Observation, by) -> None:
    """Each problem becomes an issue of the organisation that leads the group, once."""
    for problem in observation.problems.unraised():
        problem.issue = raise_issue(
            organisation=observation.organisation,
            text=problem.text,
            source=IssueSource.OBSERVATION,
            found_on=cast(date, observation.scheduled_on),
            observation_uuid=observation.uuid,
            by=by,
        )
        problem.save(update_fields=["issue"])
