"""自评 → 党委初评 → 工委评定 → 公示 → 定级 (handbook 5.2), and the ways back."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.branches.services import record_grade, revoke_grade
from apps.core.lifecycle import Lifecycle, StepRefused, Transition, history_of, register
from apps.core.models.spans import day_in_words
from apps.core.objections import steps
from apps.core.workdays import workdays
from apps.grades.choices import OF_SELF
from apps.grades.choices import RatingStatus as Status
from apps.grades.marks import outcome_of, points_known
from apps.grades.models import GradeScheme, Rating, RatingObjection
from apps.grades.quotas import quota_of
from apps.grades.rules import rules_of
from apps.grades.telling import tell_body, tell_of_answer

RATE, ENDORSE, REVIEW = "grades.rate_rating", "grades.endorse_rating", "grades.review_rating"


def body_exists(rating: Rating) -> None:
    gone = rating.organisation.dissolved_on
    if gone and gone <= timezone.localdate():
        raise StepRefused(f"“{rating.organisation}”已于{day_in_words(gone)}撤销，请办理“不参评”")


def is_filled(rating: Rating) -> None:
    """Everything has points, and whoever departs from the portal's numbers says why."""
    body_exists(rating)
    missing = outcome_of(rating, rules_of(rating.scheme)).missing
    if missing:
        raise StepRefused(
            f"还有{'、'.join(f'“{name}”' for name in missing)}没有打分，请填写后再提交"
        )
    for line in rating.lines.select_related("item"):
        departs = points_known(line) is not None and line.self_points is not None
        if departs and not line.self_remark:
            raise StepRefused(
                f"“{line.item}”的自评分与门户数据不同，请在说明里写明依据，或改回门户数据"
            )


def has_level(rating: Rating) -> None:
    """The quota is held for this one decision, so that two people cannot give the last place."""
    body_exists(rating)
    if rating.level_id is None:
        raise StepRefused("还没有等级，请先在“确定等级”里选定，再公示")
    scheme = GradeScheme.objects.select_for_update().get(pk=rating.scheme_id)
    quota = quota_of(rating)
    if scheme.has_binding_quotas and quota and quota.is_full:
        raise StepRefused(
            f"{quota.sentence}，没有名额了。请改定别的等级，或先撤回别的公示；"
            "比例有变的，请另建新版办法"
        )


def may_be_decided(rating: Rating) -> None:
    notice_is_over(rating)
    nobody_objects(rating)


def nobody_objects(rating: Rating) -> None:
    """Every objection has its answer, and one that was upheld is followed by another notice."""
    waiting = rating.objections.waiting().count()
    if waiting:
        raise StepRefused(
            f"公示期间的异议还有 {waiting} 件没有答复，答复以后才能定级。请先在“公示异议”里答复"
        )
    announced = history_of(rating).filter(step="announce").values_list("at", flat=True).first()
    upheld = rating.objections.upheld()
    if (upheld.filter(created_at__gte=announced) if announced else upheld).exists():
        raise StepRefused("有异议成立，不能按公示的等级定级。请先“撤回公示”，重新评定后再公示")


def notice_is_over(rating: Rating) -> None:
    days, noticed = rating.scheme.notice_days, rating.noticed_on
    if not days or noticed is None:
        return
    last = workdays().after(noticed, days)
    if timezone.localdate() <= last:
        raise StepRefused(
            f"公示要满 {days} 个工作日（{day_in_words(noticed)}至{day_in_words(last)}），请在公示期满以后再定级"
        )


def record_result(rating: Rating, by) -> None:
    """The result goes to the register, where indicators count it."""
    level = rating.level
    if level is None:
        raise ValidationError("还没有等级，不能定级")
    rating.grade = record_grade(
        organisation=rating.organisation,
        kind=rating.scheme.kind,
        year=rating.year,
        scheme=str(rating.scheme),
        level=level.name,
        order=level.order,
        points=rating.points,
        decided_on=rating.decided_on,
    )
    rating.save(update_fields=["grade"])
    tell_body(rating, by)


def take_result_back(rating: Rating, by) -> None:
    if rating.grade and rating.grade.is_in_force:
        revoke_grade(grade=rating.grade, reason=history_of(rating)[0].note[:200])
    rating.grade, rating.decided_on, rating.noticed_on = None, None, None
    rating.save(update_fields=["grade", "decided_on", "noticed_on"])
    tell_body(rating, by)


def end_notice(rating: Rating, by) -> None:
    rating.noticed_on = None
    rating.save(update_fields=["noticed_on"])
    tell_body(rating, by)


RATING = register(
    Lifecycle(
        "grades.Rating",
        (
            Transition(
                "submit",
                "提交自评",
                OF_SELF,
                Status.COMMITTEE,
                RATE,
                stamp="handed_in_on",
                guard=is_filled,
            ),
            Transition("take_back", "撤回自评", (Status.COMMITTEE,), Status.SELF_RATING, RATE),
            Transition(
                "endorse",
                "报工委评定",
                (Status.COMMITTEE,),
                Status.STAFF,
                ENDORSE,
                stamp="endorsed_on",
                guard=body_exists,
            ),
            Transition(
                "send_back",
                "退回自评",
                (Status.COMMITTEE,),
                Status.RETURNED,
                ENDORSE,
                note_required=True,
                effect=tell_body,
            ),
            Transition(
                "return",
                "退回修改",
                (Status.STAFF,),
                Status.RETURNED,
                REVIEW,
                note_required=True,
                effect=tell_body,
            ),
            Transition(
                "announce",
                "公示",
                (Status.STAFF,),
                Status.NOTICE,
                REVIEW,
                stamp="noticed_on",
                guard=has_level,
                effect=tell_body,
            ),
            Transition(
                "reconsider",
                "撤回公示",
                (Status.NOTICE,),
                Status.STAFF,
                REVIEW,
                note_required=True,
                effect=end_notice,
            ),
            Transition(
                "decide",
                "定级",
                (Status.NOTICE,),
                Status.DECIDED,
                REVIEW,
                stamp="decided_on",
                guard=may_be_decided,
                effect=record_result,
            ),
            Transition(
                "reopen",
                "撤销定级",
                (Status.DECIDED,),
                Status.STAFF,
                REVIEW,
                note_required=True,
                effect=take_result_back,
            ),
            Transition(
                "cancel",
                "不参评",
                (*OF_SELF, Status.COMMITTEE, Status.STAFF),
                Status.CANCELLED,
                REVIEW,
                note_required=True,
            ),
            Transition("resume", "恢复参评", (Status.CANCELLED,), Status.SELF_RATING, REVIEW),
        ),
    )
)


def is_own(objection: RatingObjection, user) -> bool:
    return objection.raised_by_id == user.pk


OBJECTION = register(
    Lifecycle(
        "grades.RatingObjection",
        steps(
            answer="grades.answer_ratingobjection",
            withdraw="grades.withdraw_ratingobjection",
            tell=tell_of_answer,
            seated=is_own,
        ),
    )
)
