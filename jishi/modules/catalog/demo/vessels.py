"""Things that hold something: drawn in a box of 120, standing on the table near its foot. Each takes a colour and an accent."""

from jishi.modules.catalog.demo.canvas import Canvas, tone


def _shadow(x: float, y: float, rx: float, ry: float = 4.5) -> str:
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="#000" opacity=".13"/>'


def gaiwan(c: Canvas, colour: str, accent: str) -> str:
    """A lidded bowl on its saucer, with a band of glaze."""
    body = c.fill(colour)
    return (
        f'{_shadow(62, 97, 42, 5)}<path d="M22 88c8 8 22 10 38 10s30-2 38-10c-6 12-20 14-38 14s-32-2-38-14z" fill="{body}"/>'
        f'<ellipse cx="60" cy="88" rx="38" ry="6" fill="{body}"/><ellipse cx="60" cy="88" rx="22" ry="3" fill="#000" opacity=".09"/>'
        f'<path d="M30 52h60c-1 19-10 30-19 37H49c-9-7-18-18-19-37z" fill="{body}"/>'
        f'<path d="M31.5 61h57c-.5 2-1 3.8-1.6 5.5H33.1c-.6-1.7-1.1-3.5-1.6-5.5z" fill="{tone(accent)}" opacity=".8"/>'
        f'<path d="M34 52c1-10 12-17 26-17s25 7 26 17z" fill="{body}"/><path d="M34 52h52" stroke="#000" opacity=".14" stroke-width="1.2"/>'
        f'<path d="M53 35c0-4-2-5-2-7h18c0 2-2 3-2 7z" fill="{body}"/><ellipse cx="60" cy="28" rx="9" ry="2" fill="#fff" opacity=".6"/>'
    )


def teapot(c: Canvas, colour: str, accent: str) -> str:
    """A round pot with spout, handle and a knob of the accent."""
    body = c.fill(colour)
    return (
        f'{_shadow(60, 96, 40, 5)}<path d="M88 56c14-8 24 2 22 14-2 11-12 17-24 16" fill="none" stroke="{body}" stroke-width="6.5" '
        f'stroke-linecap="round"/><path d="M34 66C24 64 18 54 12 48c-2-2 1-5 4-4 9 3 15 8 24 9z" fill="{body}"/>'
        f'<path d="M30 70c0-18 13-28 30-28s30 10 30 28-11 26-18 26H48c-7 0-18-8-18-26z" fill="{body}"/>'
        f'<path d="M41 46c3-7 10-10 19-10s16 3 19 10z" fill="{body}"/>'
        '<path d="M40 46.5h40" stroke="#000" opacity=".18" stroke-width="1.2"/>'
        f'<circle cx="60" cy="32" r="4.6" fill="{c.fill(accent)}"/>'
        '<path d="M40 60c2-7 7-11 13-12" stroke="#fff" opacity=".4" stroke-width="3" stroke-linecap="round" fill="none"/>'
    )


def cup(c: Canvas, colour: str, accent: str) -> str:
    """A small cup, filled with the accent."""
    body = c.fill(colour)
    return (
        f'{_shadow(60, 92, 26, 4)}<path d="M34 58h52c-1 18-9 30-18 33H52c-9-3-17-15-18-33z" fill="{body}"/>'
        f'<ellipse cx="60" cy="58" rx="26" ry="6" fill="{body}"/><ellipse cx="60" cy="58" rx="26" ry="6" fill="#000" opacity=".06"/>'
        f'<ellipse cx="60" cy="58.6" rx="23" ry="4.6" fill="{tone(accent)}" opacity=".88"/>'
    )


def pitcher(c: Canvas, colour: str, accent: str) -> str:
    """A glass pitcher half full of the accent; its rim has the colour."""
    return (
        f'{_shadow(58, 98, 30)}<path d="M82 54c12-2 18 4 17 13s-9 15-18 14" fill="none" stroke="#fff" stroke-width="5" opacity=".75"/>'
        '<path d="M34 38c-3-1-6-3-8-5 6-1 12 0 14 2h44c1 22 2 38-2 56-1 5-5 7-9 7H46c-5 '
        '0-8-3-9-7-4-18-4-36-3-53z" fill="#fff" opacity=".55"/>'
        f'<path d="M35 60h48c0 11 0 20-2 30-1 4-4 6-8 6H47c-4 0-7-2-8-6-2-10-4-19-4-30z" fill="{tone(accent)}" opacity=".8"/>'
        f'<ellipse cx="59" cy="60" rx="24" ry="3.5" fill="{tone(accent)}"/>'
        '<ellipse cx="59" cy="60" rx="24" ry="3.5" fill="#fff" opacity=".28"/>'
        f'<path d="M40 35h44" stroke="{tone(colour)}" stroke-width="1.6"/>'
        '<path d="M41 44v42" stroke="#fff" stroke-width="3" opacity=".7" stroke-linecap="round"/>'
    )


def caddy(c: Canvas, colour: str, accent: str) -> str:
    """A tall jar with a lid and a paper label written in the accent."""
    body = c.fill(colour)
    return (
        f'{_shadow(60, 99, 30, 5)}<path d="M35 42h50v53c0 3-11 6-25 6s-25-3-25-6z" fill="{body}"/>'
        f'<path d="M33 30h54v13c0 3-12 5-27 5s-27-2-27-5z" fill="{body}"/>'
        '<path d="M33 43c0 3 12 5 27 5s27-2 27-5" fill="none" stroke="#000" opacity=".25"/>'
        '<ellipse cx="60" cy="30" rx="27" ry="5.5" fill="#fff" opacity=".22"/>'
        '<rect x="48" y="57" width="24" height="32" rx="1.5" fill="#F4EFE3" opacity=".94"/>'
        f'<path d="M60 62v22M55 66h10M54 73h12M56 80h8" stroke="{tone(accent)}" stroke-width="2" opacity=".75" fill="none"/>'
    )


def mug(c: Canvas, colour: str, accent: str) -> str:
    """A straight mug with a handle; the accent is a dipped foot."""
    body = c.fill(colour)
    return (
        f'{_shadow(58, 98, 32)}<path d="M80 54c16-4 22 6 20 16-2 9-10 14-21 12" fill="none" stroke="{body}" stroke-width="7"/>'
        f'<path d="M34 40h48v52c0 4-11 6-24 6s-24-2-24-6z" fill="{body}"/>'
        f'<path d="M34 72c10 4 38 2 48-3v23c0 4-11 6-24 6s-24-2-24-6z" fill="{c.fill(accent)}"/>'
        f'<ellipse cx="58" cy="40" rx="24" ry="5.5" fill="{body}"/><ellipse cx="58" cy="40.8" rx="20.5" ry="4" fill="#000" opacity=".28"/>'
        '<path d="M41 50v34" stroke="#fff" opacity=".35" stroke-width="3" stroke-linecap="round"/>'
    )


def bowl(c: Canvas, colour: str, accent: str) -> str:
    """A wide bowl on a foot, with a rim of the accent."""
    body = c.fill(colour)
    return (
        f'{_shadow(60, 97, 34)}<path d="M47 88h26l2 8c0 2-7 3-15 3s-15-1-15-3z" fill="{body}"/>'
        f'<path d="M18 56h84c-2 20-16 34-30 35H48c-14-1-28-15-30-35z" fill="{body}"/>'
        f'<ellipse cx="60" cy="56" rx="42" ry="8.5" fill="{c.fill(accent)}"/>'
        '<ellipse cx="60" cy="57" rx="38" ry="6.4" fill="#000" opacity=".3"/>'
        '<path d="M28 66c3 9 8 15 14 19" stroke="#fff" opacity=".4" stroke-width="3" stroke-linecap="round" fill="none"/>'
    )


def plate(c: Canvas, colour: str, accent: str) -> str:
    """A plate leaning towards the reader, with two rings of the accent."""
    return (
        f'{_shadow(60, 97, 40, 5)}<ellipse cx="60" cy="76" rx="48" ry="20" fill="{c.fill(colour)}"/>'
        f'<ellipse cx="60" cy="75" rx="44" ry="17.4" fill="none" stroke="{tone(accent)}" stroke-width="2.4"/>'
        '<ellipse cx="60" cy="75.6" rx="33" ry="12" fill="#000" opacity=".07"/>'
        f'<ellipse cx="60" cy="75" rx="30" ry="10.4" fill="{c.fill(colour)}"/>'
        f'<ellipse cx="60" cy="75" rx="8" ry="2.8" fill="none" stroke="{tone(accent)}" stroke-width="1.6"/>'
    )


def vase(c: Canvas, colour: str, accent: str) -> str:
    """A narrow-necked vase with three stems of the accent."""
    stems = "".join(
        f'<path d="M60 44C{x1} 30 {x2} 20 {x2} 10" stroke="#5F7350" stroke-width="1.6" fill="none"/><circle cx="{x2}" cy="10" r="4.6" '
        f'fill="{tone(accent)}"/><circle cx="{x2 - 3}" cy="18" r="3.4" fill="{tone(accent)}" opacity=".8"/>'
        for x1, x2 in ((58, 42), (60, 62), (63, 80))
    )
    return (
        f'{_shadow(60, 99, 27)}{stems}<path d="M53 40h14c-1 12 1 15 10 22 8 7 9 20 3 29-3 6-10 9-20 '
        '9s-17-3-20-9c-6-9-5-22 3-29 9-7 11-10 10-22z" '
        f'fill="{c.fill(colour)}"/><ellipse cx="60" cy="40" rx="7" ry="2" fill="#000" opacity=".35"/>'
        '<path d="M45 68c-5 6-6 13-3 20" stroke="#fff" opacity=".4" stroke-width="3" stroke-linecap="round" fill="none"/>'
    )


def jar(c: Canvas, colour: str, accent: str) -> str:
    """A glass jar filled with the colour, under a cloth lid of the accent."""
    return (
        f'{_shadow(60, 99, 28)}<path d="M36 46h48c4 4 5 10 5 18v28c0 5-4 8-9 8H40c-5 0-9-3-9-8V64c0-8 1-14 '
        '5-18z" fill="#fff" opacity=".62"/>'
        f'<path d="M34 60h52c1 3 1 6 1 9v21c0 5-3 8-8 8H41c-5 0-8-3-8-8V69c0-3 0-6 1-9z" fill="{c.fill(colour)}"/>'
        f'<path d="M33 34h54l3 13c-3 3-7 3-10 0s-7-3-10 0-7 3-10 0-7-3-10 0-7 3-10 0-7-3-10 0z" fill="{c.fill(accent)}"/>'
        f'<ellipse cx="60" cy="34" rx="27" ry="5" fill="{tone(accent)}"/>'
        '<ellipse cx="60" cy="34" rx="27" ry="5" fill="#fff" opacity=".25"/>'
        '<rect x="46" y="68" width="28" height="20" rx="2" fill="#F7F3E8"/>'
        '<path d="M51 74h18M51 79h12" stroke="#8A7A62" stroke-width="1.6"/>'
        '<path d="M39 56v38" stroke="#fff" stroke-width="3" opacity=".6" stroke-linecap="round"/>'
    )


def tin(c: Canvas, colour: str, accent: str) -> str:
    """A round low tin with a band of the accent."""
    body = c.fill(colour)
    return (
        f'{_shadow(60, 98, 38)}<path d="M22 58h76v32c0 5-17 9-38 9s-38-4-38-9z" fill="{body}"/>'
        f'<path d="M22 70c0 4 17 8 38 8s38-4 38-8v11c0 4-17 8-38 8s-38-4-38-8z" fill="{c.fill(accent)}"/>'
        f'<path d="M20 52h80v8c0 5-18 9-40 9s-40-4-40-9z" fill="{body}"/><ellipse cx="60" cy="52" rx="40" ry="9" fill="{body}"/>'
        '<ellipse cx="60" cy="52" rx="40" ry="9" fill="#fff" opacity=".2"/>'
        '<ellipse cx="60" cy="52" rx="32" ry="6.4" fill="none" stroke="#fff" opacity=".5"/>'
    )


def candle(c: Canvas, colour: str, accent: str) -> str:
    """A candle in a glass of the colour, with its flame and a label of the accent."""
    return (
        f'{_shadow(60, 98, 29)}<path d="M34 50h52v42c0 4-11 7-26 7s-26-3-26-7z" fill="{c.fill(colour)}" opacity=".92"/>'
        '<ellipse cx="60" cy="50" rx="26" ry="6" fill="#fff" opacity=".75"/><ellipse cx="60" cy="51" rx="22" ry="4.2" fill="#F3E7CC"/>'
        '<path d="M60 50V40" stroke="#4A3C30" stroke-width="1.8"/>'
        '<path d="M60 20c7 9 8 13 8 16a8 8 0 0 1-16 0c0-4 3-8 8-16z" fill="#F2B544"/>'
        '<path d="M60 30c3 4 4 6 4 8a4 4 0 0 1-8 0c0-2 1-4 4-8z" fill="#FFF3CF"/>'
        '<rect x="47" y="64" width="26" height="20" rx="2" fill="#F7F2E6"/>'
        f'<path d="M52 71h16M52 77h10" stroke="{tone(accent)}" stroke-width="2"/>'
    )


def pillar(c: Canvas, colour: str, accent: str) -> str:
    """A pillar candle on a dish of the accent."""
    return (
        f'{_shadow(60, 99, 36)}<ellipse cx="60" cy="94" rx="36" ry="7" fill="{c.fill(accent)}"/>'
        f'<path d="M44 42c4 2 7-1 11 1s8-2 12 0 6-1 9 0v48c0 3-7 5-16 5s-16-2-16-5z" fill="{c.fill(colour)}"/>'
        f'<ellipse cx="60" cy="42" rx="16" ry="3.6" fill="{tone(colour)}"/>'
        '<ellipse cx="60" cy="42" rx="16" ry="3.6" fill="#fff" opacity=".35"/>'
        '<path d="M60 42v-8" stroke="#4A3C30" stroke-width="1.6"/>'
        '<path d="M60 14c6 8 7 12 7 14a7 7 0 0 1-14 0c0-3 3-7 7-14z" fill="#F2B544"/>'
        '<path d="M60 23c3 3 3 5 3 6a3 3 0 0 1-6 0c0-1 1-3 3-6z" fill="#FFF3CF"/>'
    )


def wok(c: Canvas, colour: str, accent: str) -> str:
    """A wok with two ears and a wooden grip of the accent."""
    return (
        f'{_shadow(58, 96, 40, 5)}<path d="M94 62l22-8c3-1 5 3 2 5L97 70z" fill="{c.fill(accent)}"/>'
        f'<path d="M12 58h88c-2 24-20 37-44 37S14 82 12 58z" fill="{c.fill(colour)}"/>'
        f'<ellipse cx="56" cy="58" rx="44" ry="9" fill="{tone(colour)}"/>'
        '<ellipse cx="56" cy="58" rx="44" ry="9" fill="#fff" opacity=".16"/>'
        '<ellipse cx="56" cy="59" rx="39" ry="6.6" fill="#000" opacity=".38"/>'
        '<path d="M22 70c3 8 9 14 16 18" stroke="#fff" opacity=".28" stroke-width="3" stroke-linecap="round" fill="none"/>'
    )
