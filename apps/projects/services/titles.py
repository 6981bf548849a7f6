"""Titles are given to evaluated projects, within the places of the year, and withdrawn with a reason."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from apps.core.lifecycle import StepRefused, advance
from apps.core.text import clean_text
from apps.projects.choices import EVALUATED, ProjectStatus
from apps.projects.models import SecretaryProject, Title, TitleKind
from apps.projects.services.rights import REVIEW, require


@transaction.atomic
def give_title(
    *,
    project: SecretaryProject,
    kind: TitleKind,
    year: int | None,
    awarded_on: date,
    by,
    awarded_until: date | None = None,
) -> Title:
    """The first title moves an evaluated project on; a further one is only added."""
    stored = _locked(project, by)
    if stored.status not in EVALUATED:
        raise StepRefused(
            f"“{stored}”现在是“{stored.get_status_display()}”，还没有完成评价，"
            f"不能授予“{kind}”。请先完成结项评价，再授予称号"
        )
    _require_place(kind, year)
    title = Title(
        project=stored, kind=kind, year=year, awarded_on=awarded_on, awarded_until=awarded_until
    )
    title.full_clean()
    title.save(force_insert=True)
    if stored.status == ProjectStatus.EVALUATED:
        advance(stored, "give_title", by=by)
    return title


@transaction.atomic
def withdraw_title(*, title: Title, reason: str, by) -> Title:
    """It stays on record; with the last one gone the project is an evaluated one again."""
    project = _locked(title.project, by)
    stored = Title.objects.select_for_update(of=("self",)).get(pk=title.pk)
    reason = clean_text(reason)
    if not stored.is_valid:
        raise ValidationError(f"“{stored}”已于{stored.withdrawn_on}撤销，不能再撤销")
    if not reason:
        raise ValidationError({"withdrawal_reason": "请写明撤销称号的原因"})
    stored.withdrawn_on, stored.withdrawal_reason = timezone.localdate(), reason
    stored.version += 1
    stored.full_clean()
    stored.save()
    if project.status == ProjectStatus.TITLED and not project.titles.valid().exists():
        advance(project, "lose_title", by=by, note=reason)
    return stored


def _locked(project: SecretaryProject, by) -> SecretaryProject:
    stored = SecretaryProject._base_manager.select_for_update(of=("self",)).get(pk=project.pk)
    require(by, REVIEW, stored)
    return stored


def _require_place(kind: TitleKind, year: int | None) -> None:
    """The row of the kind is held, so that two people cannot give away the last place."""
    held = TitleKind.objects.select_for_update().get(pk=kind.pk)
    if held.places is None or year is None:
        return
    given = held.titles.valid().filter(year=year).count()
    if given >= held.places:
        raise ValidationError(
            {
                "kind": f"{year}年“{held}”每年 {held.places} 个名额，已授予 {given} 个。"
                "请改授别的称号；名额有变的，请先修改项目称号的每年名额"
            }
        )
