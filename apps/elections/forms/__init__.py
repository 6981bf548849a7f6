"""What the pages of 换届 ask."""

from apps.elections.forms.papers import (
    ApproveForm,
    ByElectionForm,
    ConfirmForm,
    ExtensionApprovalForm,
    ExtensionForm,
    NotifyForm,
    PaperForm,
    RequestForm,
)
from apps.elections.forms.results import ByElectionResultForm, ResultForm

__all__ = [
    "ApproveForm",
    "ByElectionForm",
    "ByElectionResultForm",
    "ConfirmForm",
    "ExtensionApprovalForm",
    "ExtensionForm",
    "NotifyForm",
    "PaperForm",
    "RequestForm",
    "ResultForm",
]
