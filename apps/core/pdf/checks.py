"""System checks: a document that cannot be printed properly is found at start, not in December."""

import ctypes

from django.core.checks import Error, register

from apps.core.pdf.faces import missing_faces

SUBSET_LIBRARY = "libharfbuzz-subset.so.0"


@register
def faces_are_installed(app_configs, **kwargs):
    return [
        Error(
            f"缺少打印用的字体文件：{path}",
            hint="请运行 scripts/setup.sh，或在 PDF_FACES 中写明单位自有字体的位置",
            id="sixlights.E010",
        )
        for path in missing_faces()
    ]


@register
def subset_library_is_installed(app_configs, **kwargs):
    """Without it the library falls back to a way that takes seconds for each document."""
    try:
        ctypes.CDLL(SUBSET_LIBRARY)
    except OSError:
        return [
            Error(
                f"缺少字体裁剪库 {SUBSET_LIBRARY}",
                hint="请安装 Debian 软件包 libharfbuzz-subset0",
                id="sixlights.E011",
            )
        ]
    return []
