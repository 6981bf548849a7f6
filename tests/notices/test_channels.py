import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from apps.core.secrets import Unreadable, seal, unseal
from apps.notices import channels, services
from apps.notices.choices import GroupKind
from apps.notices.models import Delivery, GroupChannel

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aa2-4bc4-97a0-0ec2sifa5aaa"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=" + "ab12" * 16
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/693a91f6-7aa2-4bc4-97a0-0ec2sifa5aaa"


@pytest.mark.parametrize(
    ("kind", "address", "secret", "service"),
    [
        (GroupKind.WECOM, WECOM, "", "NotifyWeComBot"),
        (GroupKind.DINGTALK, DINGTALK, "SECab12ab12ab12", "NotifyDingTalk"),
        (GroupKind.FEISHU, FEISHU, "", "NotifyFeishu"),
    ],
)
def test_address_as_it_is_copied_is_understood(kind, address, secret, service):
    robot = channels.robot_at(kind, channels.address_of(kind, address, secret))
    assert type(robot).__name__ == service
    assert secret in str(getattr(robot, "secret", ""))


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        (GroupKind.WECOM, DINGTALK),
        (GroupKind.WECOM, WECOM.replace("https", "http")),
        (GroupKind.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
        (
            GroupKind.DINGTALK,
            "https://oapi.dingtalk.com.example.com/robot/send?access_token=abcdefgh1",
        ),
        (GroupKind.FEISHU, "https://open.feishu.cn/"),
        (GroupKind.GENERIC, "http://127.0.0.1/"),
        (GroupKind.WECOM, "随便"),
    ],
)
def test_other_addresses_are_refused_in_words(db, kind, address):
    with pytest.raises(ValidationError):
        services.open_group(name="群", kind=kind, address=address)
    assert not GroupChannel.objects.exists()


def test_signing_secret_that_was_cut_off_is_refused(db):
    with pytest.raises(ValidationError, match="以 SEC 开头"):
        services.open_group(name="群", kind=GroupKind.DINGTALK, address=DINGTALK, secret="ab/12")


def test_address_is_sealed_in_the_row_and_in_its_history(db):
    group = services.open_group(name="群", kind=GroupKind.WECOM, address=WECOM)
    event = group.events.get()
    assert "693a91f6" not in group.sealed_address + event.sealed_address
    assert "693a91f6" in unseal(group.sealed_address)


def test_secret_sealed_with_another_key_is_told(db, settings):
    sealed = seal("地址")
    settings.SECRET_KEY = "other"
    with pytest.raises(Unreadable):
        unseal(sealed)


def test_staff_register_a_group_and_try_it(users, as_user, robot):
    client = as_user(users.staff)
    add = reverse("admin:notices_groupchannel_add")
    answers = {"name": "第一联系片联络群", "kind": GroupKind.WECOM, "address": "https://a.b/"}
    refused = client.post(add, answers)
    assert "这不是企业微信群机器人的地址" in refused.content.decode()
    answers |= {"kind": GroupKind.GENERIC, "address": robot.address}
    assert client.post(add, answers).status_code == 302
    group = GroupChannel.objects.get()
    change = reverse("admin:notices_groupchannel_change", args=[group.pk])
    assert robot.address not in client.get(change).content.decode()
    test = reverse("admin:notices_groupchannel_test", args=[group.pk])
    assert client.post(test).status_code == 302
    assert robot.heard == ["六亮门户测试消息：看到这一条，说明群通知已接通。"]
    robot.status = 500
    assert "没有发出" in client.post(test).content.decode()
    readdress = reverse("admin:notices_groupchannel_readdress", args=[group.pk])
    assert client.post(readdress, {"address": f"{robot.address}/new"}).status_code == 302
    group.refresh_from_db()
    assert unseal(group.sealed_address).endswith("/robot/new")


def test_failed_delivery_waits_on_the_desk(users, as_user):
    client = as_user(users.staff)
    assert "未送达的消息" not in client.get(reverse("admin:index")).content.decode()
    Delivery.objects.create(
        user=users.secretary, day="2026-11-25", try_at="2026-11-25T10:00Z", outcome="failed"
    )
    page = client.get(reverse("admin:index"))
    (queue,) = [q for q in page.context["queues"] if q["label"] == "未送达的消息"]
    shown = client.get(queue["link"]).content.decode()
    assert "未送达" in shown
    delivery = Delivery.objects.get()
    again = reverse("admin:notices_delivery_again", args=[delivery.pk])
    assert client.post(again).status_code == 302
    delivery.refresh_from_db()
    assert delivery.outcome == ""
