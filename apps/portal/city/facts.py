"""The facts that every site begins with: fixtures that fill tables which are still empty.

The five convening units and zones stand as the article of 21 September 2022 tells them; it names
the units without saying which zone each convenes, so the order is the one in which they are named.
A unit's founding day is not told either: 1 January 2022 is the year of the article. The lines of
business are a list to begin with, which the committee changes at the desk.
"""

from django.conf import settings
from django.core.management import call_command
from django.db import models, transaction

from apps.assessments.models import Scheme
from apps.branches.models import Sector, Unit
from apps.contacts.models import HolderRule
from apps.core.models import CalendarDay, PolicyNumber
from apps.duties.models import DutyRule, ReminderRule
from apps.grades.models import GradeScheme
from apps.inspections.models import Checklist, Focus
from apps.juries.models import JuryScheme
from apps.meetings.models import ReturnReason
from apps.news.models import Audience
from apps.observations.models import ObservationForm
from apps.projects.models import ProjectKind
from apps.sixlights.models import BaseCategory, Campaign, Metric
from apps.zones.models import Zone

# In the order of their foreign keys, each with the model whose rows show that it is there.
FIXTURES: tuple[tuple[str, type[models.Model]], ...] = (
    ("sectors", Sector),
    ("policy_numbers", PolicyNumber),
    ("units", Unit),
    ("zones", Zone),
    ("campaigns", Campaign),
    ("metrics", Metric),
    ("base_categories", BaseCategory),
    ("duty_rules", DutyRule),
    ("schemes", Scheme),
    ("return_reasons", ReturnReason),
    ("holidays", CalendarDay),
    ("reminder_rules", ReminderRule),
    ("audiences", Audience),
    ("holder_rules", HolderRule),
    ("project_kinds", ProjectKind),
    ("jury_schemes", JuryScheme),
    ("inspection_foci", Focus),
    ("checklists", Checklist),
    ("observation_forms", ObservationForm),
    ("grade_schemes", GradeScheme),
)


@transaction.atomic
def load_facts() -> list[str]:
    """Load what is missing and return the names of the fixtures loaded; rows are never replaced."""
    missing = [
        name for name, model in FIXTURES if not model._base_manager.exists() and _exists(name)
    ]
    if missing:
        call_command("loaddata", *missing, verbosity=0)
    return missing


def _exists(name: str) -> bool:
    return any((folder / f"{name}.json").exists() for folder in settings.FIXTURE_DIRS)
