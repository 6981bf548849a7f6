"""How a reader wants pages to look: kept with the account, before sign-in in a cookie."""

from django.http import HttpRequest, HttpResponse

COOKIE = "display"
COOKIE_SECONDS = 365 * 24 * 3600
# Question, name of the setting, its choices; the first of each is the standard.
QUESTIONS = (
    ("字号", "font", (("normal", "标准"), ("large", "大字"), ("largest", "特大"))),
    ("对比度", "contrast", (("normal", "标准"), ("high", "高对比"))),
    ("底色", "theme", (("light", "浅色"), ("dark", "深色"))),
)
STANDARD = {name: choices[0][0] for _, name, choices in QUESTIONS}


def chosen(given) -> dict[str, str]:
    """The settings of a mapping; what is not on offer becomes the standard."""
    return {
        name: given[name] if given.get(name) in dict(choices) else STANDARD[name]
        for _, name, choices in QUESTIONS
    }


def of(request: HttpRequest) -> dict[str, str]:
    """The account's own settings, else those of this browser."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.display:
        return chosen(user.display)
    values = request.COOKIES.get(COOKIE, "").split(".")
    return chosen(dict(zip(STANDARD, values, strict=False)))


def keep(request: HttpRequest, response: HttpResponse, display: dict[str, str]) -> None:
    """With the account where there is one; in the cookie for the pages before sign-in."""
    if request.user.is_authenticated:
        request.user.display = display
        request.user.save(update_fields=["display"])
    response.set_cookie(
        COOKIE,
        ".".join(display.values()),
        max_age=COOKIE_SECONDS,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def context(request: HttpRequest) -> dict:
    """Context processor: `display` for the attributes of every page."""
    return {"display": of(request)}


def questions(display: dict[str, str]) -> list[tuple]:
    """What the form asks: question, name, and (value, label, whether it is chosen) of each choice."""
    return [
        (words, name, [(value, label, value == display[name]) for value, label in choices])
        for words, name, choices in QUESTIONS
    ]
