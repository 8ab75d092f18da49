"""Paper: a layout (typst) filled with data as PDF, and bars that a scanner reads.

Data reach a layout as data, never as part of its source; a layout loads no package and nothing from outside its folder. Text is set
in the one font that is installed with us, so that a sheet looks the same on every machine.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

PLACES = {"zh-Hans": ("zh", "CN", "Noto Sans CJK SC"), "zh-Hant": ("zh", "TW", "Noto Sans CJK TC"), "en": ("en", "GB", "Noto Sans CJK SC")}
"""Language, region and family of the font, by the language that we speak: a character has its region's own form."""
NOTHING = "/nonexistent"


def font() -> Path:
    """The file of the font that papers are set in. Raises ImportError where its package is not installed."""
    from noto_cjk_sans_otc import FONT_PATH

    return Path(FONT_PATH)


def pdf(layout: Path, data: Mapping[str, Any], lang: str) -> bytes:
    """The pages of a layout filled with data, as PDF.

    The layout reads `json(bytes(sys.inputs.data))`; `lang`, `region` and `font` are in it beside `data`. Takes about 150 ms, most of
    it the font: never called inside an action. Raises typst.TypstError for a layout that cannot be set.
    """
    import typst

    spoken, region, family = PLACES[lang]
    filled = orjson.dumps(dict(data) | {"lang": spoken, "region": region, "font": family}).decode()
    made = typst.compile(
        layout,
        root=layout.parent,
        font_paths=[font().parent],
        ignore_system_fonts=True,
        package_path=NOTHING,
        package_cache_path=NOTHING,
        sys_inputs={"data": filled},
        format="pdf",
    )
    if not isinstance(made, bytes):
        raise TypeError(f"{layout.name}: one document was expected")
    return made


def code128(text: str) -> str:
    """The bars of Code 128 for a text of ASCII, as SVG with the quiet zones that a scanner needs. Raises ValueError for other text."""
    import zxingcpp

    if not text or not text.isascii() or not text.isprintable():
        raise ValueError("Code 128 holds printable ASCII")
    return str(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_svg(add_quiet_zones=True))
