"""What every list of the desk offers besides its rows: views, a choice of columns, an export."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path, label_for_field, lookup_field
from django.contrib.admin.views.main import ORDER_VAR
from django.core.exceptions import FieldDoesNotExist
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, QueryDict
from django.shortcuts import redirect
from unfold.admin import ModelAdmin as ThemeModelAdmin
from unfold.views import ChangeList as ThemeChangeList

from apps.core import audit, listings, saved_views
from apps.core.chronicle import in_words
from apps.core.models import AuditEvent

# Rows are read in portions, so that a long list needs no more memory than a short one.
PORTION = 1000
WRONG_FILTER = "筛选条件无法识别，请回到列表重新筛选"
# Drill-down by date: the parts of an address and what they are called.
DATE_PARTS = {"year": "年", "month": "月", "day": "日"}


class ViewedChangeList(ThemeChangeList):
    """Knows that `view` in its address names a view and filters nothing."""

    def get_filters_params(self, params=None):
        kept = super().get_filters_params(params)
        kept.pop("view", None)
        return kept

    def get_results(self, request) -> None:
        """A list that nothing narrows is told to be whole, so that it offers no way back to all."""
        super().get_results(request)
        if not (self.query or self.has_active_filters):
            self.full_result_count = self.result_count


class ListedAdmin(ThemeModelAdmin):
    """`extra_columns` may be chosen in a view; `personal_columns` need a right of their own."""

    list_before_template = "admin/list_views.html"
    extra_columns: Sequence[str] = ()
    # Column → right. Whoever looks at such a column leaves a security event.
    personal_columns: dict[str, str] = {}

    def __init__(self, model, admin_site) -> None:
        super().__init__(model, admin_site)
        self.listing = listings.register(AdminListing(self))

    def get_changelist(self, request, **kwargs):
        return ViewedChangeList

    def offered_columns(self, request) -> list[str]:
        names = dict.fromkeys((*super().get_list_display(request), *self.extra_columns))
        return [n for n in names if self._may_see(request.user, n)]

    def _may_see(self, user, column) -> bool:
        right = self.personal_columns.get(column) if isinstance(column, str) else None
        return right is None or user.has_perm(right)

    def get_list_display(self, request):
        """The columns of the chosen view, in the order of the list; else its usual ones."""
        offered = self.offered_columns(request)
        wanted = getattr(request, "chosen_columns", ())
        usual = super().get_list_display(request)
        chosen = [n for n in offered if n in wanted]
        return tuple(chosen or [n for n in offered if n in usual])

    def get_list_display_links(self, request, list_display):
        links = super().get_list_display_links(request, list_display)
        return [n for n in links or () if n in list_display] or list(list_display)[:1]

    def get_list_select_related(self, request):
        """The relations that a chosen column leads through come with the rows."""
        stated = super().get_list_select_related(request)
        if isinstance(stated, bool):
            return stated
        paths = (self._relation(n) for n in self.get_list_display(request))
        return tuple(dict.fromkeys((*stated, *(p for p in paths if p))))

    def _relation(self, column) -> str:
        try:
            fields: list[Any] = get_fields_from_path(self.model, column)
        except (FieldDoesNotExist, AttributeError):
            return ""
        names = [f.name for f in fields if f.is_relation and (f.many_to_one or f.one_to_one)]
        return LOOKUP_SEP.join(names)

    def changelist_view(self, request, extra_context=None):
        views = saved_views.views_of(self.listing, request.user)
        default = saved_views.default_of(views, request.user)
        if request.method == "GET" and not request.GET and default:
            return redirect(saved_views.address(default, self.listing))
        current = saved_views.chosen(views, request.GET.get("view", ""))
        request.chosen_columns = current.columns if current else ()
        bar = saved_views.bar(self.listing, request.user, views, request.GET)
        response = super().changelist_view(request, {"view_bar": bar, **(extra_context or {})})
        if set(self.personal_columns) & set(self.get_list_display(request)):
            subject = f"{self.listing.title}列表"
            audit.record(AuditEvent.Kind.VIEWED_PERSONAL, request=request, subject=subject)
        return response


class AdminListing(listings.Listing):
    """A list of the desk; what it shows is asked of its own change list."""

    def __init__(self, model_admin: ListedAdmin) -> None:
        self.model_admin = model_admin
        opts = model_admin.opts
        self.key = f"admin:{opts.app_label}_{opts.model_name}_changelist"
        self.title = str(opts.verbose_name_plural)

    def allows(self, user) -> bool:
        request = self._request(user)
        is_open = self.model_admin.admin_site.has_permission(request)
        return is_open and self.model_admin.has_view_or_change_permission(request)

    def columns(self, user) -> list[listings.Column]:
        request = self._request(user)
        usual = self.model_admin.get_list_display(request)
        offered = self.model_admin.offered_columns(request)
        return [listings.Column(n, self._label(n), n in usual) for n in offered]

    def refit(self, user, query: str, before: Sequence[str], after: Sequence[str]) -> str:
        """The order is an address by number: `o=-3` is the third column, the box to tick counted."""
        request = self._request(user)
        first = 1 if self.model_admin.get_actions(request) else 0
        usual = list(self.model_admin.get_list_display(request))
        shown, wanted = list(before) or usual, list(after) or usual
        asked = QueryDict(query, mutable=True)
        order = []
        for token in filter(None, asked.get(ORDER_VAR, "").split(".")):
            place = int(token.lstrip("-")) - first if token.lstrip("-").isdigit() else -1
            if 0 <= place < len(shown) and shown[place] in wanted:
                sign = "-" if token.startswith("-") else ""
                order.append(f"{sign}{wanted.index(shown[place]) + first}")
        asked[ORDER_VAR] = ".".join(order)
        return listings.clean_query(asked.urlencode())

    def table(self, user, query: QueryDict, columns: Sequence[str]) -> listings.Table:
        request = self._request(user, query, columns)
        try:
            shown = self.model_admin.get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise listings.ListingRefused(WRONG_FILTER) from error
        names = self.model_admin.get_list_display(request)
        chosen = dict(_conditions(shown))
        return listings.Table(
            title=self.title,
            headings=[self._label(n) for n in names],
            rows=self._rows(shown, names),
            count=shown.result_count,
            conditions="；".join(f"{title}：{value}" for title, value in chosen.items()),
            span=chosen.get("期间", ""),
            is_personal=bool(set(names) & set(self.model_admin.personal_columns)),
        )

    def _request(self, user, query: QueryDict | None = None, columns=()) -> HttpRequest:
        """As if the user looked at the list: a job has no request of its own."""
        request: Any = HttpRequest()
        request.method = "GET"
        request.user = user
        request.GET = query or QueryDict()
        request.chosen_columns = columns
        return request

    def _label(self, column) -> str:
        return str(label_for_field(column, self.model_admin.model, self.model_admin))

    def _rows(self, shown, names) -> Iterator[list]:
        for row in shown.queryset.iterator(chunk_size=PORTION):
            yield [value_of(row, name, self.model_admin) for name in names]


def value_of(row, column, model_admin) -> object:
    """What stands in a cell of the list, dates and numbers as such."""
    field, method, value = lookup_field(column, row, model_admin)
    if field is None:
        if getattr(method, "boolean", False):
            return None if value is None else bool(value)
        # The theme's labels are pairs of a tone and its words.
        return value[-1] if isinstance(value, tuple | list) and value else value
    if LOOKUP_SEP not in column and (getattr(field, "choices", None) or isinstance(value, list)):
        return None if value in (None, "") else in_words(row, column)
    return str(value) if field.is_relation and value is not None else value


def _conditions(shown) -> Iterator[tuple[str, str]]:
    """The filters that are set, in the words of the screen."""
    for spec in shown.filter_specs:
        if spec.used_parameters and (words := _chosen(spec, shown)):
            yield str(spec.title), words
    dated = shown.date_hierarchy
    for part, unit in DATE_PARTS.items():
        if dated and (value := shown.params.get(f"{dated}__{part}")):
            yield unit, str(value)
    if shown.query:
        yield "查找", shown.query


def _chosen(spec, shown) -> str:
    first, *others = list(spec.choices(shown)) or [{}]
    if "form" not in first:
        return "、".join(str(c["display"]) for c in others if c.get("selected"))
    words = []
    for bound in first["form"]:
        options = {str(k): str(v) for k, v in getattr(bound.field, "choices", ())}
        value = bound.value()
        given = value if isinstance(value, list) else [value]
        words += [options.get(str(v), str(v)) for v in given if v not in (None, "")]
    return "、".join(words)
