"""What a browser calls itself, in words."""

import pytest

from apps.portal.templatetags.shell import device


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/102.0 Safari/537.36",
            "Windows 电脑，谷歌或同内核浏览器",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/116 MicroMessenger/8.0", "安卓手机，微信"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) Version/17 Safari/604", "苹果手机，苹果浏览器"),
        ("curl/8", "其他设备，其他浏览器"),
    ],
)
def test_device_is_named_in_words(user_agent, words):
    assert device(user_agent) == words
