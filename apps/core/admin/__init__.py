"""The one import point of the admin: leaving Unfold changes this package alone."""

from django.contrib.admin import register
from unfold.decorators import action, display

from apps.core.admin import policy, records
from apps.core.admin.filters import emptiness
from apps.core.admin.forms import EditForm, VerbForm
from apps.core.admin.objections import AnswerForm, ObjectionAdmin, SpokenForm
from apps.core.admin.tables import (
    ReadOnlyAdmin,
    StackedInline,
    SystemAdmin,
    TabularInline,
    ViewInline,
    VisibleAdmin,
)
from apps.core.admin.theme import (
    ChoiceField,
    ChoiceOfRow,
    DateField,
    FileField,
    LongTextField,
    ManyChoicesField,
    ManyRowsField,
    PasswordField,
    RadioRows,
    RelatedDropdownFilter,
    SwitchField,
    TextField,
    label_script,
    shim_stylesheet,
)
from apps.core.admin.verbs import redirect_to_add, step_page, verb_page
from apps.core.admin.versions import ClosesInUse, PartOfVersion, VersionAdmin

__all__ = [
    "AnswerForm",
    "ChoiceField",
    "ChoiceOfRow",
    "ClosesInUse",
    "DateField",
    "EditForm",
    "FileField",
    "LongTextField",
    "ManyChoicesField",
    "ManyRowsField",
    "ObjectionAdmin",
    "PartOfVersion",
    "PasswordField",
    "RadioRows",
    "ReadOnlyAdmin",
    "RelatedDropdownFilter",
    "SpokenForm",
    "StackedInline",
    "SwitchField",
    "SystemAdmin",
    "TabularInline",
    "TextField",
    "VerbForm",
    "VersionAdmin",
    "ViewInline",
    "VisibleAdmin",
    "action",
    "display",
    "emptiness",
    "label_script",
    "policy",
    "records",
    "redirect_to_add",
    "register",
    "shim_stylesheet",
    "step_page",
    "verb_page",
]
