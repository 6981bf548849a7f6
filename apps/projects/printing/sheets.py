"""From rows to the plain values of project sheets: six queries, however many projects."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.formats import date_format

from apps.projects.documents import ProjectSheet, TextLine
from apps.projects.models import (
    EventProject,
    Milestone,
    Outcome,
    ProjectMeasure,
    SecretaryProject,
    Title,
)
from apps.projects.querysets import SecretaryProjectQuerySet


def with_parts(projects: SecretaryProjectQuerySet) -> SecretaryProjectQuerySet:
    events = EventProject.objects.select_related("event").order_by("event__starts_on", "pk")
    related = projects.select_related("organisation__unit", "secretary", "contact", "kind")
    return related.with_titles().prefetch_related(
        "named_measures",
        Prefetch("milestones", Milestone.objects.select_related("owner")),
        Prefetch("outcomes", Outcome.objects.select_related("kind")),
        Prefetch("shown_at", events),
    )


def sheets_of(
    projects: SecretaryProjectQuerySet,
) -> list[tuple[SecretaryProject, ProjectSheet]]:
    """Each project with its sheet, in the order of the queryset."""
    return [(project, sheet_of(project)) for project in with_parts(projects)]


def sheet_of(project: SecretaryProject) -> ProjectSheet:
    unit = project.organisation.unit
    return {
        "year": project.year,
        "title": project.title,
        "organisation": project.organisation.name,
        "unit": unit.name if unit else "",
        "kind": project.kind.name if project.kind else "",
        "secretary": project.secretary.name if project.secretary else "",
        "contact": project.contact.name if project.contact else "",
        "span": span_in_words(project.starts_on, project.ends_on),
        "status": project.get_status_display(),
        "light": project.get_light_display(),
        "titles": "、".join(map(_title, project.titles_held)),
        "texts": [line for line in _texts(project) if line["text"]],
    }


def moment_of(projects: Iterable[SecretaryProject]) -> datetime:
    """Of the last change that the sheets show; the projects come with their parts."""
    return max(
        part.updated_at
        for project in projects
        for part in (
            project,
            *project.named_measures.all(),
            *project.milestones.all(),
            *project.outcomes.all(),
            *(row.event for row in project.shown_at.all()),
            *project.titles_held,
        )
    )


def _texts(project: SecretaryProject) -> list[TextLine]:
    found = [
        ("项目背景", project.background),
        ("解决问题", project.problem),
        ("主要措施", _measures(project)),
        ("进度安排", project.schedule),
        ("预期成效", project.expected_effect),
        ("推进节点", _numbered(map(milestone_in_words, project.milestones.all()))),
        ("推进活动", _numbered(map(_event, project.shown_at.all()))),
        ("取得成效", "；".join(map(_outcome, project.outcomes.all()))),
        ("中期检查", _dated(project.midterm_on, project.midterm_findings)),
        ("结项报告", _dated(project.concluded_on, project.conclusion)),
        ("评价意见", _dated(project.evaluated_on, project.evaluation)),
    ]
    return [{"heading": heading, "text": text} for heading, text in found]


def _measures(project: SecretaryProject) -> str:
    named = _numbered(map(_measure, project.named_measures.all()))
    return "\n".join(filter(None, [project.measures, named]))


def _measure(measure: ProjectMeasure) -> str:
    return f"{measure.name}：{measure.text}" if measure.text else measure.name


def milestone_in_words(milestone: Milestone) -> str:
    due = f"{day_in_words(milestone.due_on)}前"
    if milestone.first_due_on:
        why = f"，{milestone.move_reason}" if milestone.move_reason else ""
        due += f"，原定{day_in_words(milestone.first_due_on)}{why}"
    owner = f"{milestone.owner}，" if milestone.owner else ""
    return f"{milestone.name}（{owner}{due}）：{_end_of(milestone)}"


def _end_of(milestone: Milestone) -> str:
    if milestone.done_on:
        done = f"{day_in_words(milestone.done_on)}完成"
        return f"{done}，{milestone.result}" if milestone.result else done
    return f"取消，{milestone.drop_reason}" if milestone.dropped_on else "未完成"


def _event(shown: EventProject) -> str:
    event = shown.event
    days = span_in_words(event.starts_on, event.ends_on or event.starts_on)
    place = f"（{event.place}）" if event.place else ""
    said = f"：{shown.findings}" if shown.findings else ""
    return f"{days}{event.get_kind_display()}{place}{said}"


def _outcome(outcome: Outcome) -> str:
    span = span_in_words(outcome.starts_on or outcome.ends_on, outcome.ends_on)
    return f"{outcome.kind.name}{outcome.words}（{'' if outcome.starts_on else '截至'}{span}）"


def _title(title: Title) -> str:
    return f"{title.kind}（{title.year}年）" if title.year else str(title.kind)


def _dated(day: date | None, text: str) -> str:
    if not text:
        return ""
    return f"{day_in_words(day)}：{text}" if day else text


def _numbered(lines: Iterable[str]) -> str:
    return "".join(f"{number}．{line.rstrip('。')}。" for number, line in enumerate(lines, start=1))


def span_in_words(start: date | None, end: date | None) -> str:
    if start is None or end is None:
        return day_in_words(start or end)
    return day_in_words(start) if start == end else f"{day_in_words(start)}至{day_in_words(end)}"


def day_in_words(day: date | None) -> str:
    return date_format(day, "Y年n月j日") if day else ""
