"""六、书记项目: by state, what was reported, checked, late and given a title."""

from apps.indicators.models import Level
from apps.projects.choices import EventKind, ProjectStatus, TitleLevel
from apps.reports.chapters import writing
from apps.reports.chapters.definitions import Chapter, Section
from apps.reports.figures import Figures, Span

STATES = tuple(f"projects_{status}" for status in ProjectStatus)
EVENTS = tuple(f"project_events_{kind}" for kind in EventKind)
TITLES = tuple(f"titles_{level}" for level in TitleLevel)
DONE = ("projects", "party_groups_with_project", "milestones_late", "milestones_overdue")


def write(f: Figures) -> list[Section]:
    standing = [key for key in STATES if _is_there(f, key)]
    return [
        writing.section(
            "",
            writing.paragraph(
                "本季度申报书记项目",
                writing.beside(f, "projects"),
                "，承担项目的党组（党委）",
                f.of("party_groups_with_project"),
                "。",
                ["季度末在册项目：", writing.named(f, standing, _state), "。"] if standing else "",
            ),
            writing.paragraph(
                "本季度没有按期完成的项目节点",
                writing.beside(f, "milestones_late"),
                "，季度末逾期未完成的项目节点",
                f.of("milestones_overdue"),
                "；获得称号的书记项目",
                f.of("projects_with_title"),
                "。",
            ),
            tables=[
                writing.comparison(
                    "书记项目情况",
                    f,
                    (*DONE, *standing, *filter_there(f, (*EVENTS, *TITLES)), "projects_with_title"),
                ),
                writing.by_place("各联系片的书记项目", f, Level.ZONE, CHAPTER.zones),
            ],
            charts=[
                writing.chart(
                    "书记项目所处阶段（个）",
                    [writing.mark(_state(f.of(key).label), f.of(key)) for key in standing],
                )
            ],
        )
    ]


def filter_there(f: Figures, keys: tuple[str, ...]) -> list[str]:
    return [key for key in keys if _is_there(f, key)]


def _is_there(f: Figures, key: str) -> bool:
    """In any of the three quarters: what never was is no line of a table."""
    spans = (Span.NOW, Span.BEFORE, Span.YEAR_AGO)
    return any(f.of(key, span).quantity.value for span in spans)


def _state(label: str) -> str:
    return label.removeprefix("书记项目（").removesuffix("）")


CHAPTER = Chapter(
    "书记项目",
    write,
    keys=(*DONE, *STATES, *EVENTS, *TITLES, "projects_with_title"),
    zones=("party_groups_with_project", "milestones_late", "projects_with_title"),
    units=("milestones_overdue",),
    annexes=(("milestones_overdue", Span.NOW),),
)
