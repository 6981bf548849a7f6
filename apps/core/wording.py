"""What a field says when its answer cannot be used, in the words of ux.md 3.6."""

from django import forms

DAY = "日期写成 2026-11-20 或 2026年11月20日"
# The most particular kind of field first.
CHOSEN = (
    forms.ChoiceField,
    forms.ModelChoiceField,
    forms.FileField,
)
INVALID: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DateTimeField, "时间写成 2026-11-20 14:30"),
    (forms.DateField, DAY),
    (forms.TimeField, "时间写成 14:30"),
    (forms.DecimalField, "请填写数字，如 1.5"),
    (forms.IntegerField, "请填写整数，如 3"),
)
CODE = "代码只用英文小写字母、数字和下划线，如 green_city"


def speak_plainly(field: forms.Field) -> None:
    """Replace the library's own sentences; those that a form has written stay."""
    label = field.label or "这一项"
    verb = "选择" if isinstance(field, CHOSEN) else "填写"
    _replace(field, forms.Field, "required", f"请{verb}{label}")
    _replace(
        field, forms.ChoiceField, "invalid_choice", f"“%(value)s”不在选项里，请重新选择{label}"
    )
    _replace(field, forms.ModelChoiceField, "invalid_choice", f"这一项已不能选，请重新选择{label}")
    for kind, sentence in INVALID:
        if isinstance(field, kind):
            _replace(field, kind, "invalid", sentence)
            break
    if isinstance(field, forms.SlugField):
        # Its words come from a validator, which an error message of the field overrides.
        field.error_messages.setdefault("invalid", CODE)


def _replace(field: forms.Field, kind: type[forms.Field], code: str, sentence: str) -> None:
    if (
        isinstance(field, kind)
        and field.error_messages.get(code) is kind.default_error_messages[code]
    ):
        field.error_messages[code] = sentence
