"""Robots of chat groups, through Apprise. A message to a group carries counts and no names."""

import re
from urllib.parse import parse_qs, urlsplit

from apprise import NotifyBase
from apprise.plugins.custom_json import NotifyJSON
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot
from django.conf import settings
from django.core.exceptions import ValidationError

from apps.core.secrets import Unreadable, unseal
from apps.notices.choices import GroupKind
from apps.notices.models import GroupChannel

# The host that a platform's robots live at; the secret part of the address is read from it.
HOSTS = {
    GroupKind.WECOM: "qyapi.weixin.qq.com",
    GroupKind.DINGTALK: "oapi.dingtalk.com",
    GroupKind.FEISHU: "open.feishu.cn",
}
# Named one by one: asked for a scheme, Apprise would load its hundred other platforms too.
PLATFORMS: dict[GroupKind, type[NotifyBase]] = {
    GroupKind.WECOM: NotifyWeComBot,
    GroupKind.DINGTALK: NotifyDingTalk,
    GroupKind.FEISHU: NotifyFeishu,
    GroupKind.GENERIC: NotifyJSON,
}
SIGNING = re.compile(r"SEC[A-Za-z0-9]{8,128}\Z")
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,128}\Z")


class NotDelivered(Exception):
    """The message did not get there; the text says so in words that fit a page."""


def address_of(kind: str, address: str, secret: str = "") -> str:
    """What Apprise calls the robot whose address was copied from its platform."""
    if kind == GroupKind.GENERIC:
        return _generic(address)
    parts = urlsplit(address.strip())
    token = _token(kind, parts)
    if parts.scheme != "https" or parts.hostname != HOSTS[GroupKind(kind)] or not token:
        label = GroupKind(kind).label
        raise ValidationError(
            {"address": f"这不是{label}群机器人的地址，应以 https://{HOSTS[GroupKind(kind)]}/ 开头"}
        )
    if kind == GroupKind.DINGTALK:
        return f"dingtalk://{_signing(secret.strip())}{token}/"
    return f"{'wecombot' if kind == GroupKind.WECOM else 'feishu'}://{token}/"


def _token(kind: str, parts) -> str:
    query = parse_qs(parts.query)
    found = {
        GroupKind.WECOM: query.get("key", [""])[0],
        GroupKind.DINGTALK: query.get("access_token", [""])[0],
        GroupKind.FEISHU: parts.path.rstrip("/").rpartition("/")[2],
    }[GroupKind(kind)]
    return found if TOKEN.match(found) else ""


def _signing(secret: str) -> str:
    if secret and not SIGNING.match(secret):
        raise ValidationError({"secret": "加签密钥以 SEC 开头，只有字母和数字，请整段复制"})
    return f"{secret}@" if secret else ""


def _generic(address: str) -> str:
    """Any address could reach into the house's own network: a site must ask for it."""
    if not settings.GENERIC_WEBHOOKS:
        raise ValidationError({"kind": "本系统没有开放其他平台，请选择企业微信、钉钉或飞书"})
    scheme, found, rest = address.strip().partition("://")
    if scheme not in ("http", "https") or not found:
        raise ValidationError({"address": "地址应以 http:// 或 https:// 开头"})
    return f"{'json' if scheme == 'http' else 'jsons'}://{rest}"


def robot_at(kind: str, address: str) -> NotifyBase:
    """The robot behind an address that `address_of` has made."""
    platform = PLATFORMS[GroupKind(kind)]
    return platform(**(platform.parse_url(address) or {}))


def send(group: GroupChannel, text: str) -> None:
    """Send at once; NotDelivered when the platform does not take it. Waits eight seconds at most."""
    try:
        robot = robot_at(group.kind, unseal(group.sealed_address))
    except Unreadable:
        raise NotDelivered("门户的密钥已更换，请重新填写群机器人的地址") from None
    if not robot.notify(body=text, title=""):
        raise NotDelivered("平台没有接收。请核对机器人是否还在群里、地址和安全设置是否一致")
