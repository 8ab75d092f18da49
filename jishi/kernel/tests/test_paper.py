"""Paper: what is printed can be read again, by people and by scanners, and data are never taken for instructions."""

from pathlib import Path

import pypdfium2
import pytest
import typst
import zxingcpp

from jishi.kernel import paper

LAYOUT = """
#let data = json(bytes(sys.inputs.data))
#set page(width: 100mm, height: 60mm, margin: 5mm)
#set text(font: data.font, lang: data.lang, region: data.region)
#data.said
#image(bytes(data.bars), width: 80mm, height: 20mm, fit: "stretch")
"""
DOTS_PER_MM = 8
"""What a common label printer prints (203 dots an inch)."""


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.typ"
    path.write_text(LAYOUT, encoding="utf-8")
    return path


def page(made: bytes) -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(made)[0]


@pytest.mark.parametrize(("lang", "said"), [("zh-Hans", "浙江省杭州市 许晴"), ("zh-Hant", "臺北市 許晴 骨"), ("en", "Sunny Xu 许晴")])
def test_what_is_printed_can_be_read_by_people_and_scanners(layout: Path, lang: str, said: str) -> None:
    seen = page(paper.pdf(layout, {"said": said, "bars": paper.code128("553123456789012")}, lang))
    assert seen.get_textpage().get_text_bounded().strip() == said
    picture = seen.render(scale=DOTS_PER_MM * 25.4 / 72).to_pil()
    assert [(one.format, one.text) for one in zxingcpp.read_barcodes(picture)] == [(zxingcpp.BarcodeFormat.Code128, "553123456789012")]


def test_characters_have_the_form_of_their_region(layout: Path) -> None:
    drawn = {
        lang: page(paper.pdf(layout, {"said": "骨直門", "bars": paper.code128("1")}, lang)).render(scale=4).to_pil().tobytes()
        for lang in paper.PLACES
    }
    assert drawn["zh-Hans"] != drawn["zh-Hant"]
    assert drawn["zh-Hans"] == drawn["en"]


@pytest.mark.parametrize("said", ['#panic("x")', '#read("sheet.typ")', '"] #[x', "$ x $ *b* _i_ \\ // c", "<label> @ref"])
def test_data_are_no_instructions(layout: Path, said: str) -> None:
    assert page(paper.pdf(layout, {"said": said, "bars": paper.code128("1")}, "en")).get_textpage().get_text_bounded().strip() == said


@pytest.mark.parametrize("reach", ['#read("/etc/hostname")', '#read("../secret.txt")', '#import "@preview/cetz:0.3.4": canvas'])
def test_a_layout_reaches_nothing_beside_itself(layout: Path, reach: str) -> None:
    layout.parent.with_name("secret.txt").write_text("secret", encoding="utf-8")
    layout.write_text(reach, encoding="utf-8")
    with pytest.raises(typst.TypstError):
        paper.pdf(layout, {}, "en")


@pytest.mark.parametrize("text", ["", "许晴", "a\nb", "é"])
def test_bars_hold_printable_ascii(text: str) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        paper.code128(text)
