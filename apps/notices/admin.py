"""通知渠道: the robots of chat groups, and what did not arrive."""

from django.contrib import admin

from apps.core.admin import SystemAdmin, action, display, register, verb_page
from apps.notices import services
from apps.notices.forms import AddressForm, ConfirmForm, GroupChannelForm
from apps.notices.models import Delivery, GroupChannel


@register(GroupChannel)
class GroupChannelAdmin(SystemAdmin):
    list_display = ("name", "kind", "is_active", "updated_at")
    list_filter = ("kind", "is_active")
    search_fields = ("name",)
    fields = ("name", "kind", "is_active")
    add_fieldsets = ((None, {"fields": ("name", "kind", "address", "secret")}),)
    actions_detail = ("test", "readdress")

    def has_add_permission(self, request) -> bool:
        return request.user.has_perm("notices.add_groupchannel")

    def has_change_permission(self, request, obj=None) -> bool:
        return request.user.has_perm("notices.change_groupchannel")

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_readonly_fields(self, request, obj=None):
        return ("kind",) if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = GroupChannelForm
        return super().get_form(request, obj, change, **kwargs)

    def perform(self, request, obj, form, change) -> None:
        if change:
            super().perform(request, obj, form, change)
            return
        answers = {name: form.cleaned_data[name] for name in ("name", "kind", "address", "secret")}
        obj.__dict__.update(services.open_group(**answers).__dict__)

    @action(description="测试发送", url_path="test", icon="send", permissions=["act"])
    def test(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="测试发送",
            form_class=ConfirmForm,
            run=lambda group, answers: services.send_test(group=group),
            done="测试消息已发出，请到群里查看",
        )

    @action(description="更换地址", url_path="address", icon="key", permissions=["act"])
    def readdress(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="更换地址",
            form_class=AddressForm,
            run=lambda group, answers: services.change_address(group=group, **answers),
            done="地址已更换，建议再测试发送一次",
        )


@register(Delivery)
class DeliveryAdmin(SystemAdmin):
    """Whom a message could not reach; never what it said, nor whether anybody opened it."""

    list_display = ("day", "recipient", "state", "attempts", "error")
    list_display_links = ("day", "recipient")
    list_filter = ("outcome", "day", ("group", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("user", "group")
    search_fields = ("user__name", "user__username", "group__name")
    fields = ("day", "recipient", "state", "attempts", "error", "settled_at")
    actions_detail = ("again",)

    @display(description="收信")
    def recipient(self, delivery) -> str:
        return f"{delivery.group}（群）" if delivery.group else str(delivery.user)

    @display(description="状态", ordering="outcome")
    def state(self, delivery) -> str:
        return delivery.get_outcome_display() or "等待发送"

    @action(description="重新发送", url_path="again", icon="refresh", permissions=["act"])
    def again(self, request, object_id):
        return verb_page(
            self,
            request,
            object_id,
            title="重新发送",
            form_class=ConfirmForm,
            run=lambda delivery, answers: services.send_again(delivery=delivery),
            done="已放回待发，工作时间内会再发",
        )
