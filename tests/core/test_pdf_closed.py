"""Nothing gets into a document but what it was handed (reliability M12 and the 32 payloads)."""

from pathlib import Path

import pytest

from apps.core.pdf import PdfError
from apps.core.pdf.fetcher import ClosedFetcher

SENTINEL = "SENTINEL-5f1c"
# {} is the address of a readable file with the sentinel in it.
PAYLOADS = (
    '<img src="{}"/>',
    '<img src="sixlights:drawing/0"/>',
    '<img srcset="{} 2x"/>',
    '<link rel="attachment" href="{}"/>',
    '<link rel="stylesheet" href="{}"/>',
    '<a rel="attachment" href="{}">x</a>',
    '<a href="{}">x</a>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="data:text/html,{}">x</a>',
    '<iframe src="{}"></iframe>',
    '<object data="{}"></object>',
    '<object data="data:text/html;base64,PGI+"></object>',
    '<embed src="{}"/>',
    '<base href="{}"/>',
    '<script src="{}"></script>',
    '<style>@import url("{}");</style>',
    '<style>@font-face {{ font-family: x; src: url("{}") }}</style>',
    '<style>body {{ background: url("{}") }}</style>',
    '<style>p::before {{ content: url("{}") }}</style>',
    '<p style="background: url({})">x</p>',
    '<p style="position: running(x)">x</p>',
    '<body background="{}"></body>',
    '<table background="{}"></table>',
    '<td background="{}"></td>',
    '<input type="image" src="{}"/>',
    '<video poster="{}"></video>',
    '<meta http-equiv="refresh" content="0; url={}"/>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{}"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{}#x"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><foreignObject>{}</foreignObject></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import "{}";</style></svg>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "{}">]><p>&e;</p>',
    '<?xml-stylesheet href="{}"?><!-- {} --><![CDATA[<img src="{}"/>]]>',
)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SENTINEL)
    return path


def filled(payload: str, address: str) -> str:
    return payload.replace("{{", "{").replace("}}", "}").replace("{}", address)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_as_user_text_is_printed_as_text(documents, secret, payload):
    typed = filled(payload, secret.as_uri())
    reader = documents.reader(
        '<h2>{{ typed }}</h2><p>{{ typed }}</p><p class="note">{{ typed }}</p><table class="ruled">'
        '<colgroup><col width="156"/></colgroup><tbody><tr><td>{{ typed }}</td></tr></tbody></table>',
        {"typed": typed},
    )
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert text.count("".join(typed.split())) == 4
    assert SENTINEL not in text
    assert not reader.attachments
    assert "/Annots" not in reader.pages[0]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_as_markup_is_refused(documents, secret, payload):
    with pytest.raises(PdfError):
        documents.bytes(filled(payload, secret.as_uri()))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:1/",
        "https://[::1]/",
        "ftp://h/x",
        "data:text/html,x",
    ],
)
def test_fetcher_refuses_every_address(address):
    fetcher = ClosedFetcher()
    for ask in (fetcher, fetcher.fetch, fetcher.open):
        with pytest.raises(ValueError, match="fetches nothing"):
            ask(address)


def test_stylesheet_that_asks_for_a_file_stops_the_document(documents, secret, monkeypatch):
    """Even a mistake of our own in a stylesheet fetches nothing."""
    from apps.core.pdf import press

    original = press.press()
    careless = original.parse_stylesheet(f'body {{ background: url("{secret.as_uri()}") }}')
    monkeypatch.setattr(original, "stylesheet", careless)
    with pytest.raises(PdfError, match="foreign resource"):
        documents.bytes("<p>x</p>")


def test_template_that_is_not_well_formed_is_refused(documents):
    with pytest.raises(PdfError, match="not well-formed"):
        documents.bytes("<p>x")
