"""What a buyer of the demonstration photographed."""

import io

WIDE, HIGH = 960, 720


def photograph() -> bytes:
    """A tea tray seen from above, drawn: nobody's photograph is needed."""
    from PIL import Image, ImageDraw, ImageFilter

    photo = Image.new("RGB", (WIDE, HIGH), "#B98F66")
    pen = ImageDraw.Draw(photo)
    for at in range(0, HIGH, 24):  # the grain of the table
        pen.line((0, at, WIDE, at + 18), fill="#AF855D", width=6)
    shade = Image.new("L", (WIDE, HIGH), 0)
    ImageDraw.Draw(shade).rounded_rectangle((118, 150, 872, 640), 60, fill=150)
    photo.paste("#5B3F28", mask=shade.filter(ImageFilter.GaussianBlur(18)))
    pen.rounded_rectangle((100, 120, 860, 610), 60, fill="#6B4A2F", outline="#573A23", width=10)
    for x, y, wide in ((330, 360, 150), (610, 250, 78), (690, 430, 78), (560, 500, 62)):
        for less, colour in ((0, "#F4F1EA"), (14, "#DCE5E0"), (22, "#F8F6F1"), (wide // 3, "#B9722F")):
            pen.ellipse((x - wide + less, y - wide + less, x + wide - less, y + wide - less), fill=colour)
    out = io.BytesIO()
    photo.filter(ImageFilter.GaussianBlur(1)).save(out, "JPEG", quality=88)
    return out.getvalue()
