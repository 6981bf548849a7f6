"""`search_ms_60k`: the slowest of five searches by somebody who sees the whole city.

The page is made in this process, from the request to its last byte, over a city of at least 60,000
records; of each word the median of its rounds counts (ux.md, check 17: at most 300 ms).
"""

import sys
import time
from statistics import median

import django

WORDS = ("zgf", "zengguofan", "曾国", "全会精神", "zz")
LEAST_RECORDS = 60_000
WARM_UPS, ROUNDS = 2, 9
SIGN_IN = "apps.accounts.backends.SignInBackend"


def main() -> None:
    django.setup()
    from apps.meetings.models import MeetingText

    records = MeetingText.objects.count()
    if records < LEAST_RECORDS:
        sys.exit(f"只有 {records} 条会议记录：请先运行 manage.py make_city")
    client = _client()
    taken = {word: _milliseconds(client, word) for word in WORDS}
    for word, value in taken.items():
        print(f"{word}: {value:.1f} ms over {records:,} records", file=sys.stderr)
    print(f"search_ms_60k {max(taken.values()):.2f}")


def _client():
    from django.test import Client

    from apps.accounts.models import User
    from apps.portal.city.accounts import GRANTED

    leader, *_ = GRANTED
    client = Client()
    client.force_login(User.objects.get(username=leader.username), backend=SIGN_IN)
    return client


def _milliseconds(client, word: str) -> float:
    from django.urls import reverse

    rounds = []
    for _ in range(WARM_UPS + ROUNDS):
        began = time.perf_counter()
        answer = client.get(reverse("portal:search"), {"q": word})
        rounds.append(1000 * (time.perf_counter() - began))
        if answer.status_code != 200:
            raise RuntimeError(f"the search for {word} answered {answer.status_code}")
    return median(rounds[WARM_UPS:])


if __name__ == "__main__":
    main()
