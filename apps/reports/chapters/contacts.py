"""五、联系点: monthly checks, visits, what was promised, research."""

from apps.indicators.models import Level
from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Section
from apps.reports.figures import Figures, Span

POINTS = ("contact_points", "contact_leaders")
VISITS = ("contact_checks", "contact_visits", "contact_visits_joined")
PROMISES = ("contact_promises", "contact_promises_kept", "contact_promises_open")
RESEARCH = ("research_points", "research_topics", "research_results")


def write(f: Figures) -> list[Section]:
    return [
        writing.section(
            "",
            writing.paragraph(
                "季度末有领导联系点",
                writing.beside(f, "contact_points"),
                "，建立联系点的领导",
                f.of("contact_leaders"),
                "。本季度每月了解联系点情况",
                writing.beside(f, "contact_checks"),
                "，到联系点调研",
                writing.beside(f, "contact_visits"),
                "，其中参加联系点组织生活",
                f.of("contact_visits_joined"),
                "。",
            ),
            writing.paragraph(
                "作出调研承诺",
                f.of("contact_promises"),
                "，已兑现",
                f.of("contact_promises_kept"),
                "，未办结",
                f.of("contact_promises_open"),
                "。课题调研联系点",
                f.of("research_points"),
                "，报送调研成果",
                f.of("research_results"),
                "。",
            ),
            tables=[
                writing.comparison("联系点工作情况", f, (*POINTS, *VISITS, *PROMISES, *RESEARCH)),
                writing.by_place("各联系片的联系点工作", f, Level.ZONE, CHAPTER.zones),
            ],
        )
    ]


CHAPTER = Chapter(
    "联系点",
    write,
    keys=(*POINTS, *VISITS, *PROMISES, *RESEARCH),
    zones=("contact_points", "contact_checks", "contact_visits", "contact_promises_open"),
    annexes=(("contact_promises_open", Span.NOW),),
)
