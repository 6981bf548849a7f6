"""学习重点: what the work committee asked to study in the last months."""

from datetime import datetime, time, timedelta

from apps.core.periods import add_months
from apps.meetings.choices import TopicStatus
from apps.meetings.models import StudyTopic
from apps.portal.city import words
from apps.portal.city.plan import ZONE, Plan
from apps.portal.city.tables import Tables

MONTHS, A_MONTH = 3, 2


def write(plan: Plan, tables: Tables) -> None:
    rng = plan.stream("study")
    for back in range(MONTHS):
        month = add_months(plan.until, -back)
        sent_at = datetime.combine(month, time(9), ZONE) + timedelta(hours=rng.randint(0, 8))
        for text in rng.sample(words.STUDY_TEXTS, A_MONTH):
            tables[StudyTopic].add(
                title=f"学习{text}"[:120],
                month=month,
                source=text[:200],
                text="结合本单位工作，列入本月第一议题，谈认识、谈打算。",
                status=TopicStatus.PUBLISHED.value,
                published_at=sent_at.isoformat(),
            )
