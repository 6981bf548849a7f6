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
from apps.elections.forms.results import ResultForm

__all__ = [
    "ApproveForm",
    "ByElectionForm",
    "ConfirmForm",
    "ExtensionApprovalForm",
    "ExtensionForm",
    "NotifyForm",
    "PaperForm",
    "RequestForm",
    "ResultForm",
]
