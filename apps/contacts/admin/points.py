"""Contact points, who should have one, and the months in which they were looked after."""

from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from apps.branches.admin.filters import AreaFilter
from apps.contacts import services
from apps.contacts.forms import AnotherForm, DayForm
from apps.contacts.models import ContactPoint, Holder, HolderRule, MonthlyCheck
from apps.contacts.waiting import due_for_a_visit, lacking_visits
from apps.core import policy
from apps.core.admin import (
    ReadOnlyAdmin,
    VisibleAdmin,
    action,
    display,
    emptiness,
    redirect_to_add,
    register,
    verb_page,
)
from apps.core.periods import Cycle, Period

POINTS = "contact_points_per_leader"


class ConflictFilter(SimpleListFilter):
    title = "另选联系点"
    parameter_name = "conflict"

    def lookups(self, request, model_admin):
        return [
            ("any", "需要另选"),
            ("own", "联系点是本人所在支部"),
            ("gone", "联系的支部已撤销"),
        ]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "own":
                return queryset.own_branch(today)
            case "gone":
                return queryset.dissolved(today)
            case "any":
                return queryset.in_conflict(today)
        return queryset


class CheckFilter(SimpleListFilter):
    """R-CP-03 by month: fulfilled or not, and nothing else."""

    title = "每月了解情况"
    parameter_name = "check"
    MONTHS_OFFERED = 12

    def lookups(self, request, model_admin):
        month = Period.containing(timezone.localdate(), Cycle.MONTH)
        for _ in range(self.MONTHS_OFFERED):
            yield f"{month.key}-done", f"{month.label}已了解"
            yield f"{month.key}-open", f"{month.label}未了解"
            month = month.previous

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        key, _, state = self.value().rpartition("-")
        try:
            month = Period.parse(key)
        except ValueError:
            return queryset.none()
        held = queryset.ending_after(month.start).filter(valid_from__lt=month.end)
        done = held.looked_after_in(month)
        return done if state == "done" else held.exclude(pk__in=done.values("pk"))


class VisitFilter(SimpleListFilter):
    title = "今年调研"
    parameter_name = "visit"

    def lookups(self, request, model_admin):
        return [("few", "次数还不够"), ("due", "到了提醒月份还不够")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "few":
                return lacking_visits(queryset, today)
            case "due":
                return due_for_a_visit(queryset, today)
        return queryset


@register(ContactPoint)
class ContactPointAdmin(VisibleAdmin):
    list_display = (
        "person",
        "organisation",
        "valid_from",
        "valid_to",
        "is_looked_after",
        "visits_this_year",
    )
    list_filter = (
        ConflictFilter,
        CheckFilter,
        VisitFilter,
        AreaFilter,
        ("valid_to", emptiness("期间", empty="现有", filled="已结束")),
    )
    list_select_related = ("person", "organisation")
    search_fields = ("person__name", "organisation__name")
    autocomplete_fields = ("person", "organisation")
    fields = ("person", "organisation", "valid_from", "valid_to")
    actions_detail = ("visit", "another", "end")

    def get_queryset(self, request):
        today = timezone.localdate()
        checked = MonthlyCheck.objects.filter(
            contact_point=OuterRef("pk"), month=today.replace(day=1)
        )
        rows = super().get_queryset(request).annotate(is_checked=Exists(checked))
        return rows.with_visits(Period.year(today.year))

    def narrow(self, db_field, queryset):
        if db_field.name == "organisation":
            return queryset.branches().filter(dissolved_on=None)
        return queryset

    @display(description="本月已了解", boolean=True)
    def is_looked_after(self, point) -> bool:
        return point.is_checked

    @display(description="今年调研次数", ordering="visit_count")
    def visits_this_year(self, point) -> int:
        return point.visit_count

    def has_change_permission(self, request, obj=None) -> bool:
        """A contact point changes through its verbs."""
        return obj is None and super().has_change_permission(request)

    def perform(self, request, obj, form, change) -> None:
        answers = dict(form.cleaned_data)
        answers["since"], answers["until"] = answers.pop("valid_from"), answers.pop("valid_to")
        obj.__dict__.update(services.establish(**answers).__dict__)
        self._advise(request, obj)

    def _advise(self, request, point: ContactPoint) -> None:
        """R-CP-09: the number is a rule of the place, so it is told and nothing is refused."""
        held = ContactPoint.objects.valid_on(timezone.localdate()).filter(person=point.person)
        rule, number = policy.rule(POINTS), held.count()
        if number > rule.value:
            messages.warning(
                request, f"{point.person}现有 {number} 个联系点，规定{rule.words}，请核对"
            )

    @action(description="登记调研", url_path="visit", icon="explore", permissions=["act"])
    def visit(self, request, object_id):
        return redirect_to_add("contacts_contactvisit", contact_point=object_id)

    @action(description="另选联系点", url_path="another", icon="swap_horiz", permissions=["act"])
    def another(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="另选联系点",
            form_class=AnotherForm,
            run=lambda point, answers: services.choose_another(point=point, **answers),
            done="已另选联系点，原来的联系点到这一天为止",
        )

    @action(description="结束联系", url_path="end", icon="event_busy", permissions=["act"])
    def end(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="结束联系",
            form_class=DayForm,
            run=lambda point, answers: services.end_point(point=point, **answers),
            done="联系点已结束，调研和承诺保留",
        )


@register(MonthlyCheck)
class MonthlyCheckAdmin(ReadOnlyAdmin):
    """Months that were fulfilled; those that were not are a filter of the contact points."""

    list_display = ("month_label", "leader", "branch", "remark")
    list_select_related = ("contact_point__person", "contact_point__organisation")
    search_fields = ("contact_point__person__name", "contact_point__organisation__name")
    date_hierarchy = "month"
    fields = ("contact_point", "month", "remark")

    @display(description="月份", ordering="month")
    def month_label(self, check) -> str:
        return Period.containing(check.month, Cycle.MONTH).label

    @display(description="领导", ordering="contact_point__person__name")
    def leader(self, check) -> str:
        return str(check.contact_point.person)

    @display(description="联系党支部", ordering="contact_point__organisation__name")
    def branch(self, check) -> str:
        return str(check.contact_point.organisation)


@register(HolderRule)
class HolderRuleAdmin(VisibleAdmin):
    list_display = ("name", "kinds", "posts", "valid_from", "valid_to", "source")
    fields = ("name", "kinds", "posts", "valid_from", "valid_to", "source")


class HeldFilter(SimpleListFilter):
    title = "联系点"
    parameter_name = "points"

    def lookups(self, request, model_admin):
        return [("none", "应建未建"), ("some", "已建"), ("over", "多于规定")]

    def queryset(self, request, queryset):
        match self.value():
            case "none":
                return queryset.filter(is_obliged=True, point_count=0)
            case "some":
                return queryset.filter(point_count__gt=0)
            case "over":
                return queryset.filter(point_count__gt=policy.number(POINTS))
        return queryset.filter(Q(is_obliged=True) | Q(point_count__gt=0))


@register(Holder)
class HolderAdmin(ReadOnlyAdmin):
    """R-CP-01, R-CP-10: the people whom the rules name, and all others who hold a point."""

    list_display = ("name", "units", "posts", "code", "obliged", "points")
    list_filter = (HeldFilter,)
    search_fields = ("name", "code")
    fields = ("code", "name", "units", "posts", "obliged", "points")
    readonly_fields = ("units", "posts", "obliged", "points")
    actions_detail = ("establish",)

    def get_queryset(self, request):
        today = timezone.localdate()
        rows = super().get_queryset(request).with_points(today).with_posts(today)
        obliged = Holder.objects.obliged(today).filter(pk=OuterRef("pk"))
        return rows.annotate(is_obliged=Exists(obliged))

    @display(description="单位")
    def units(self, holder) -> str:
        names = (str(post.organisation.unit or "") for post in holder.posts_held)
        return "、".join(filter(None, dict.fromkeys(names))) or "—"

    @display(description="职务")
    def posts(self, holder) -> str:
        held = (f"{post.organisation}{post.get_post_display()}" for post in holder.posts_held)
        return "、".join(held) or "—"

    @display(description="按规定应建", boolean=True)
    def obliged(self, holder) -> bool:
        return holder.is_obliged

    @display(description="现有联系点", ordering="point_count")
    def points(self, holder) -> int:
        return holder.point_count

    def has_establish_permission(self, request, object_id=None) -> bool:
        return request.user.has_perm("contacts.add_contactpoint")

    @action(
        description="建立联系点", url_path="establish", icon="add_link", permissions=["establish"]
    )
    def establish(self, request, object_id):
        return redirect_to_add("contacts_contactpoint", person=object_id)
