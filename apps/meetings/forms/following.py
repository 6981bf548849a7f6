"""One question for each open resolution: how does it stand now?"""

from collections.abc import Iterable, Mapping

from django import forms

from apps.meetings.choices import FollowUpOutcome
from apps.meetings.models import Resolution
from apps.meetings.sitting import FollowUpEntry

PREFIX = "followed-"
WORDS = "followed-words-"
CHOICES = [("", "这次没有说到"), *FollowUpOutcome.choices]


def is_answered(posted: Mapping[str, str]) -> bool:
    """Whether anything was said about an earlier resolution."""
    return any(value for name, value in posted.items() if name.startswith(PREFIX))


def add_questions(form: forms.Form, resolutions: Iterable[Resolution]) -> None:
    for resolution in resolutions:
        form.fields[f"{PREFIX}{resolution.key}"] = forms.ChoiceField(
            label=f"“{resolution}”的落实情况",
            choices=CHOICES,
            required=False,
            widget=forms.RadioSelect,
        )
        form.fields[f"{WORDS}{resolution.key}"] = forms.CharField(
            label="说明", required=False, max_length=200
        )


def questions(form: forms.Form, resolutions: Iterable[Resolution]) -> list[dict]:
    """What the page draws for each resolution."""
    return [
        {
            "resolution": resolution,
            "outcome": form[f"{PREFIX}{resolution.key}"],
            "words": form[f"{WORDS}{resolution.key}"],
        }
        for resolution in resolutions
    ]


def answers(given: Mapping, resolutions: Iterable[Resolution]) -> tuple[FollowUpEntry, ...]:
    return tuple(
        FollowUpEntry(
            resolution.key,
            resolution.text,
            FollowUpOutcome(outcome),
            given.get(f"{WORDS}{resolution.key}", ""),
        )
        for resolution in resolutions
        if (outcome := given.get(f"{PREFIX}{resolution.key}"))
    )
