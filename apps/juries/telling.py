"""What jurors, and those who raised an objection, are told."""

from django.urls import reverse
from django.utils.formats import date_format

from apps.accounts.models import User
from apps.core.lifecycle import history_of
from apps.juries.models import Jury, Objection
from apps.notices.choices import NoticeKind
from apps.notices.telling import tell


def tell_jurors(jury: Jury, by) -> None:
    """To each juror alone: a notice names nobody else."""
    day = date_format(jury.closes_on, "n月j日")
    number = jury.candidates.standing().count()
    words = f"请您评审“{jury}”的{number}个参评对象，{day}前交评分表"
    _tell_jurors(jury, by, words)


def tell_of_resuming(jury: Jury, by) -> None:
    step = history_of(jury).first()
    day = date_format(jury.closes_on, "n月j日")
    reason = f"。原因：{step.note}" if step and step.note else ""
    _tell_jurors(jury, by, f"“{jury}”继续评审，可以补交、修改评分表，{day}前交表{reason}")


def _tell_jurors(jury: Jury, by, words: str) -> None:
    users = User.objects.filter(person__jury_seats__jury=jury)
    others = [user for user in users if user != by]
    tell(users=others, kind=NoticeKind.OTHER, text=words, link=jury.get_absolute_url())


def tell_of_answer(objection: Objection, by) -> None:
    """Whoever raised it, unless he answered it himself."""
    if objection.raised_by == by:
        return
    words = (
        f"您对“{objection.line.candidate}”评审结果的异议已答复：{objection.get_status_display()}"
    )
    link = reverse("juries:line_detail", args=[objection.line.uuid])
    tell(users=[objection.raised_by], kind=NoticeKind.OTHER, text=words, link=link)
