"""The words of a mail, and of what kept it from arriving."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from apps.accounts.models import User
from apps.notices.channels import NotDelivered
from apps.notices.models import Delivery, Notice


def write(delivery: Delivery, reader: User, said: list[tuple[str, Notice]]) -> EmailMessage:
    """A plain mail; its Message-ID is that of the delivery, so that a repetition is seen as one."""
    lines = [f"{reader.name}，您好：", ""]
    for text, notice in said:
        lines += [text, *([_absolute(notice.link)] if notice.link else []), ""]
    preferences = _absolute(reverse("notices:preference"))
    lines += ["——", "六亮门户自动发送，请勿回复。", f"不想再收邮件，或要设免打扰：{preferences}"]
    host = settings.PUBLIC_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    return EmailMessage(
        subject=f"六亮：{said[0][0]}"[:60] if len(said) == 1 else f"六亮：{len(said)}条消息",
        body="\n".join(lines),
        to=[reader.email],
        headers={"Message-ID": f"<{delivery.uuid}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _absolute(link: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + link


def reason(error: Exception) -> str:
    """For the desk, in its own language; a code helps the operator of the mail server."""
    if isinstance(error, NotDelivered):
        return str(error)
    code = getattr(error, "smtp_code", None)
    if code:
        return f"邮件服务器没有接收（代码 {code}），请核对邮箱地址"
    return "连接不上邮件服务器，请核对它是否在运行、地址是否写对"
