"""The frame of every page: where one can go from here."""

from dataclasses import dataclass, replace
from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from apps.branches.scope import scope
from apps.portal.zones.place import DUTIES


@dataclass(frozen=True)
class Place:
    """A page of the navigation; `permission` is the right that opens it, "" for everybody.

    `wide_only` places have no room in the bottom bar of a phone; `for_readers` takes there the room of
    the prominent one, where somebody records nothing.
    """

    label: str
    icon: str
    url_name: str
    permission: str = ""
    prominent: bool = False
    wide_only: bool = False
    for_readers: bool = False


PLACES = (
    Place("首页", "house", "portal:home"),
    Place("记录", "journal-text", "meetings:meeting_list", "meetings.view_meeting"),
    Place("记一次", "plus-circle", "meetings:meeting_create", "meetings.add_meeting", True),
    Place("党员", "people", "branches:person_list", "branches.view_person"),
    Place("应办", "list-check", "duties:duty_list", "duties.view_dutyrule", wide_only=True),
    Place(
        "总览",
        "bar-chart",
        "portal:lead",
        "duties.view_dutyrule",
        wide_only=True,
        for_readers=True,
    ),
    Place("联系片", "diagram-3", "zones:zone_list", "zones.view_zone", wide_only=True),
    Place(
        "联系点",
        "person-badge",
        "contacts:contact_list",
        "contacts.view_contactpoint",
        wide_only=True,
    ),
    Place("行动", "flag", "sixlights:campaign_list", "sixlights.view_campaign", wide_only=True),
    Place("基地", "geo-alt", "sixlights:base_list", "sixlights.view_themedaybase", wide_only=True),
    Place(
        "项目",
        "kanban",
        "projects:board",
        "projects.view_secretaryproject",
        wide_only=True,
    ),
    Place("品牌", "award", "brands:own_list", "brands.view_brand", wide_only=True),
    Place("换届", "clock", "elections:renewal_list", "elections.view_renewal", wide_only=True),
    Place(
        "旁听",
        "building",
        "observations:observation_list",
        "observations.view_observation",
        wide_only=True,
    ),
    Place(
        "整改", "check-circle", "inspections:issue_list", "inspections.view_issue", wide_only=True
    ),
    Place("定级", "award", "grades:rating_list", "grades.view_rating", wide_only=True),
    Place("文章", "newspaper", "news:draft_list", "news.view_article", wide_only=True),
    Place(
        "考核",
        "check-circle",
        "assessments:result_list",
        "assessments.view_result",
        wide_only=True,
    ),
    Place(
        "报告",
        "file-earmark-text",
        "reports:report_list",
        "reports.view_quarterlyreport",
        wide_only=True,
    ),
    Place("我的", "person", "accounts:profile"),
)
USER_LINKS = (
    ("工委工作台", "admin:index"),
    ("消息", "notices:notice_list"),
    ("党员之家", "news:home"),
    ("文章和信息报送", "news:draft_list"),
    ("评星定级", "grades:rating_list"),
    ("季度报告", "reports:report_list"),
    ("填报负担", "portal:burden"),
    ("我的账号", "accounts:profile"),
    ("我的导出", "core:export_list"),
    ("修改密码", "account_change_password"),
)


def navigation(request) -> dict:
    """Places and links that the user may open; one query, shared with the view's own check. A page
    without this frame asks and draws nothing of it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {
        "navigation": SimpleLazyObject(lambda: _drawn(_open_to(user), _place_at(request.path))),
        "user_links": lambda: list(_user_links(user)),
        "may_search": lambda: user.has_perm("branches.view_organisation"),
    }


def _open_to(user) -> tuple[Place, ...]:
    places = [p for p in PLACES if not p.permission or user.has_perm(p.permission)]
    if any(place.prominent for place in places):
        return tuple(places)
    return tuple(replace(p, wide_only=False) if p.for_readers else p for p in places)


def _place_at(path: str) -> str:
    return path if path in _addresses() else ""


@cache
def _addresses() -> dict[str, str]:
    return {reverse(place.url_name): place.url_name for place in PLACES}


@cache
def _drawn(places: tuple[Place, ...], current: str) -> SafeString:
    """The same for all who may open the same places: a handful of roles times the places."""
    urls = {name: url for url, name in _addresses().items()}
    entries = [
        {"place": place, "url": urls[place.url_name], "is_current": urls[place.url_name] == current}
        for place in places
    ]
    return render_to_string("components/navigation.html", {"entries": entries})


def _user_links(user):
    closed = {
        "admin:index": not user.is_staff,
        "news:draft_list": not user.has_perm("news.view_article"),
        "grades:rating_list": not user.has_perm("grades.view_rating"),
        "portal:burden": not scope(user, DUTIES).is_everywhere,
        "reports:report_list": not user.has_perm("reports.view_quarterlyreport"),
    }
    for label, url_name in USER_LINKS:
        if not closed.get(url_name):
            yield {"label": label, "url": reverse(url_name)}
