"""The pages of a rating's steps; what the quotas leave is read before anything is decided."""

from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from apps.core.admin import ChoiceOfRow, LongTextField, TextField, VerbForm, step_page
from apps.grades.choices import LimitTest
from apps.grades.lifecycle import RATING
from apps.grades.models import GradeLevel, GradeVeto, Rating, RatingVeto
from apps.grades.quotas import quotas


class NoteForm(VerbForm):
    note = LongTextField(label="意见", required=False, max_length=500, help_text="可以不写")


class ReasonForm(VerbForm):
    note = LongTextField(
        label="原因",
        max_length=500,
        help_text="参评的党组织会看到",
        error_messages={"required": "请写明原因"},
    )


class LevelForm(VerbForm):
    level = ChoiceOfRow(
        label="等级",
        queryset=GradeLevel.objects.none(),
        required=False,
        empty_label="按分数和否决情况",
    )
    reason = TextField(
        label="理由", max_length=200, required=False, help_text="另定等级的，写明为什么"
    )

    def __init__(self, *args, record: Rating, **kwargs) -> None:
        super().__init__(*args, record=record, **kwargs)
        field: Any = self.fields["level"]
        field.queryset = GradeLevel.objects.filter(scheme=record.scheme_id).order_by("-order")


class VetoForm(VerbForm):
    veto = ChoiceOfRow(
        label="情形",
        queryset=GradeVeto.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择情形；办法里没有由工委认定的情形，就不能录入"},
    )
    reason = TextField(
        label="认定的理由", max_length=200, error_messages={"required": "请写明认定的理由"}
    )

    def __init__(self, *args, record: Rating, **kwargs) -> None:
        super().__init__(*args, record=record, **kwargs)
        field: Any = self.fields["veto"]
        field.queryset = vetoes_by_hand(record)


class LiftForm(VerbForm):
    found = ChoiceOfRow(
        label="情形",
        queryset=RatingVeto.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择要取消的情形"},
    )

    def __init__(self, *args, record: Rating, **kwargs) -> None:
        super().__init__(*args, record=record, **kwargs)
        field: Any = self.fields["found"]
        field.queryset = entered_by_hand(record)


def vetoes_by_hand(rating: Rating) -> QuerySet[GradeVeto]:
    """Those of the measure that the staff may enter; it may have none."""
    own = GradeVeto.objects.filter(scheme=rating.scheme_id, test=LimitTest.BY_HAND)
    return own.order_by("order")


def entered_by_hand(rating: Rating) -> QuerySet[RatingVeto]:
    """Vetoes that the staff entered and may lift; one that was lifted has no words."""
    entered = rating.found_vetoes.filter(veto__test=LimitTest.BY_HAND)
    return entered.exclude(reason="").select_related("veto").order_by("veto__order")


class Button(NamedTuple):
    label: str
    href: str


def buttons(rating: Rating, user) -> list[Button]:
    address = reverse("admin:grades_rating_step", args=[rating.pk])
    return [
        Button(t.label, f"{address}?{urlencode({'step': t.step})}")
        for t in RATING.open_steps(rating, user)
    ]


def quotas_in_words(rating: Rating) -> str:
    """The table of the round's quotas, as HTML."""
    found = quotas(rating.scheme, rating.year)
    return render_to_string("admin/grades/_quotas.html", {"quotas": found, "rating": rating})


def rating_step(model_admin, request, object_id):
    """The page of the step that the address names."""
    transition = RATING.by_step.get(request.GET.get("step", ""))
    if transition is None:
        raise Http404
    return step_page(
        model_admin,
        request,
        object_id,
        step=transition.step,
        title=transition.label,
        form_class=ReasonForm if transition.note_required else NoteForm,
        permission=transition.permission.partition(".")[2].removesuffix("_rating"),
        reading=quotas_in_words if transition.step in ("announce", "decide") else None,
    )
