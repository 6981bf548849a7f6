"""Codes of a ballot on paper: one slip for each, cut apart and drawn. They are printed from what the
browser still shows and sends back; nothing of them is stored, the paper neither."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.assessments.ballots import digest_of
from apps.assessments.models import BallotPoll
from apps.core import pdf
from apps.core.models.spans import day_in_words

TEMPLATE = "assessments/ballot_slips.pdf.html"


def print_slips(poll: BallotPoll, codes: list[str]) -> bytes:
    """A PDF of the codes, which must all be of this ballot."""
    known = set(poll.codes.values_list("digest", flat=True))
    if not codes or any(digest_of(poll, code) not in known for code in codes):
        raise ValidationError("测评码已经看不到了，不能打印。请将这次测评作废，再建一次")
    slips = {
        "title": f"{poll.year}年度民主测评",
        "organisation": str(poll.organisation),
        "address": urljoin(settings.PUBLIC_URL, poll.get_absolute_url()),
        "closes_on": day_in_words(poll.closes_on),
        "codes": codes,
    }
    return pdf.render(TEMPLATE, {"slips": slips}, created=timezone.now())
