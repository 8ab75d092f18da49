"""Things that lie, hang or grow: trays, cloth, fruit, food in bags, paper and pens. Each takes a colour and an accent."""

from jishi.modules.catalog.demo.canvas import Canvas, shade, tone


def _shadow(x: float, y: float, rx: float, ry: float = 4.5) -> str:
    return f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="#000" opacity=".13"/>'


def tray(c: Canvas, colour: str, accent: str) -> str:
    """A flat tray of slats; the accent is its edge."""
    return (
        '<path d="M16 78h88l8 14c0 3-2 5-6 5H14c-4 0-6-2-6-5z" fill="#000" opacity=".12"/>'
        f'<path d="M18 70h84l10 17H8z" fill="{c.fill(colour)}"/>'
        f'<path d="M8 87h104v5c0 2-1 3-3 3H11c-2 0-3-1-3-3z" fill="{shade(tone(accent), -0.25)}"/>'
        '<path d="M30 72l-8 13M44 72l-5 13M60 72v13M76 72l5 13M90 72l8 13" stroke="#000" opacity=".22" stroke-width="1.3"/>'
    )


def scoop(c: Canvas, colour: str, accent: str) -> str:
    """A tea scoop with some leaves of the accent."""
    return (
        '<path d="M14 68c10 6 60 6 92 2" stroke="#000" stroke-width="9" opacity=".1" stroke-linecap="round" fill="none"/>'
        f'<path d="M12 54c0-6 6-9 14-9 22 0 50 6 82 7 4 0 4 8 0 8-32 1-60 7-82 7-8 0-14-5-14-13z" fill="{c.fill(colour)}"/>'
        '<path d="M20 55c0-3 5-5 12-5 14 0 30 4 48 5-18 2-34 6-48 6-7 0-12-3-12-6z" fill="#000" opacity=".16"/>'
        f'<path d="M26 54c8-2 18 0 26 1M28 58c7 0 14-1 20-2" stroke="{tone(accent)}" stroke-width="2.4" stroke-linecap="round"/>'
    )


def spoon(c: Canvas, colour: str, accent: str) -> str:
    """A wooden ladle; the accent ties its handle."""
    return (
        '<path d="M20 72c20 6 60 4 88-4" stroke="#000" stroke-width="7" opacity=".1" stroke-linecap="round" fill="none"/>'
        f'<path d="M44 58c20-3 40-8 62-14 4-1 6 6 2 7-20 7-42 12-62 15z" fill="{c.fill(colour)}"/>'
        f'<ellipse cx="30" cy="62" rx="20" ry="12" fill="{c.fill(colour)}"/>'
        '<ellipse cx="29" cy="60" rx="15" ry="7.6" fill="#000" opacity=".2"/>'
        f'<path d="M98 46l3 8" stroke="{tone(accent)}" stroke-width="3"/>'
    )


def cloth(c: Canvas, colour: str, accent: str) -> str:
    """A folded cloth in three layers, printed with flowers of the accent."""
    flower = "".join(
        f'<g transform="translate({x} {y})" fill="{tone(accent)}" opacity=".9"><circle r="2"/>'
        '<path d="M0-2.6c2.6-3.4 5-.6 2.2 1.6M2.5.4c4 1.2 2.4 4.6-.6 2.8M.6 2.6c0 4.2-3.8 3.6-2.4.4M-2.4 '
        '1.2c-4 .8-4.2-3-.8-2.6M-1.8-1.6c-2-3.8 1.8-4.4 1.8-1"/></g>'
        for x, y in ((34, 50), (57, 50), (80, 50), (45, 61), (68, 61), (91, 61))
    )
    return (
        f'{_shadow(62, 97, 46)}<path d="M20 82c0-4 3-6 6-6h70c5 0 8 3 8 8v6c0 4-3 6-7 6H28c-5 0-8-3-8-8z" '
        f'fill="{shade(tone(colour), -0.22)}"/>'
        f'<path d="M18 68c0-4 3-6 6-6h74c5 0 8 3 8 7v6c0 4-3 6-7 6H26c-5 0-8-3-8-7z" fill="{shade(tone(colour), -0.1)}"/>'
        f'<path d="M24 42h66c4 0 6 2 8 6l8 13c2 4 0 7-5 7H24c-5 0-8-3-8-7V49c0-4 3-7 8-7z" fill="{c.fill(colour)}"/>{flower}'
        '<path d="M20 68.5h82M22 82h80" stroke="#000" opacity=".16"/>'
    )


def drape(c: Canvas, colour: str, accent: str) -> str:
    """A long scarf hung over a rail, with borders of the accent."""
    return (
        f'<rect x="10" y="24" width="100" height="4" rx="2" fill="#8A6F4C"/>{_shadow(60, 105, 34, 3.4)}'
        f'<path d="M34 24h52c3 26 5 52 4 76-8 3-14-2-20 1s-14 3-20 0-12 1-20-1c0-25 1-50 4-76z" fill="{c.fill(colour)}"/>'
        '<path d="M30.6 84c9 2 12-1 20 1s12 2 20 0 12 1 19.4-1v7c-7 2-12-1-19.4 1s-13 2-20 0-11 1-20-1z" '
        f'fill="{tone(accent)}" opacity=".9"/>'
        f'<path d="M33 40c10 2 44 2 54 0M32 52c11 2 46 2 56 0M31.6 64c12 2 46 2 57 0" stroke="{tone(accent)}" '
        'stroke-width="2" stroke-dasharray="3 4" '
        'fill="none" opacity=".85"/>'
        '<path d="M46 28c-1 24-2 48-2 70M74 28c2 24 2 48 2 70" stroke="#000" opacity=".09" stroke-width="3" fill="none"/>'
    )


def shirt(c: Canvas, colour: str, accent: str) -> str:
    """A short-sleeved shirt with buttons and leaves of the accent."""
    leaf = "".join(
        f'<path d="M{x} {y}c4-4 9-3 10 1-4 3-8 3-10-1z" fill="{tone(accent)}" opacity=".85"/>'
        for x, y in ((38, 52), (66, 48), (44, 68), (70, 66), (37, 84), (64, 84), (22, 46), (90, 45))
    )
    return (
        f'{_shadow(60, 103, 32, 3.6)}<path d="M44 24l-22 9-12 24 15 8 7-9v44c8 3 48 3 56 0V56l7 9 '
        '15-8-12-24-22-9c-4 7-8 10-16 10s-12-3-16-10z" '
        f'fill="{c.fill(colour)}"/>{leaf}<path d="M60 35v65" stroke="#000" opacity=".18"/>'
        '<g fill="#fff" opacity=".8"><circle cx="60" cy="48" r="1.5"/><circle cx="60" cy="62" r="1.5"/>'
        '<circle cx="60" cy="76" r="1.5"/></g>'
    )


def apron(c: Canvas, colour: str, accent: str) -> str:
    """An apron with a pocket of the accent."""
    return (
        f'{_shadow(60, 105, 30, 3.4)}<path d="M46 18c0-9 28-9 28 0" fill="none" stroke="{tone(accent)}" stroke-width="2.6"/>'
        f'<path d="M44 18h32c1 14 4 22 14 28v54c-16 5-44 5-60 0V46c10-6 13-14 14-28z" fill="{c.fill(colour)}"/>'
        f'<path d="M42 62h36v20c0 3-2 5-5 5H47c-3 0-5-2-5-5z" fill="{c.fill(accent)}"/><path d="M60 62v25" stroke="#000" opacity=".2"/>'
        f'<path d="M30 50l-14 8M90 50l14 8" stroke="{tone(accent)}" stroke-width="2.6" stroke-linecap="round"/>'
    )


def fruit(c: Canvas, colour: str, accent: str) -> str:
    """A round fruit with a stalk and a leaf of the accent."""
    return (
        f'{_shadow(60, 97, 30)}<path d="M60 46c14-9 34 0 34 24 0 17-14 28-34 28S26 87 26 70c0-24 20-33 34-24z" fill="{c.fill(colour)}"/>'
        '<path d="M60 48c-1-7 1-11 5-15" stroke="#6B5236" stroke-width="3" stroke-linecap="round" fill="none"/>'
        f'<path d="M64 38c6-10 18-11 24-6-5 9-16 12-24 6z" fill="{tone(accent)}"/>'
        '<path d="M66 38c7-3 13-5 19-5" stroke="#fff" opacity=".4" fill="none"/>'
        '<path d="M36 64c2-6 6-9 11-10" stroke="#fff" opacity=".45" stroke-width="4" stroke-linecap="round" fill="none"/>'
    )


def pear(c: Canvas, colour: str, accent: str) -> str:
    """A pear (or a mango on its side) with freckles of the accent."""
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="1" fill="{tone(accent)}" opacity=".7"/>'
        for x, y in ((48, 74), (56, 84), (66, 78), (72, 88), (60, 66))
    )
    return (
        f'{_shadow(60, 98, 28)}<path d="M60 30c9 0 12 8 13 17 2 9 17 15 17 31 0 13-12 21-30 21S30 91 30 '
        '78c0-16 15-22 17-31 1-9 4-17 13-17z" '
        f'fill="{c.fill(colour)}"/>'
        f'{dots}<path d="M60 31c0-6 2-10 6-13" stroke="#6B5236" stroke-width="3" stroke-linecap="round" fill="none"/>'
        '<path d="M40 78c0-7 4-11 9-15" stroke="#fff" opacity=".45" stroke-width="4" stroke-linecap="round" fill="none"/>'
    )


def berries(c: Canvas, colour: str, accent: str) -> str:
    """A heap of small fruit with leaves of the accent."""
    places = ((40, 86, 11), (62, 88, 11), (82, 86, 10), (50, 70, 11), (72, 71, 11), (61, 55, 10.5))
    balls = "".join(
        f'<circle cx="{x}" cy="{y}" r="{r}" fill="{c.fill(colour)}"/><circle cx="{x - 4}" cy="{y - 4}" r="2.2" fill="#fff" opacity=".4"/>'
        for x, y, r in places
    )
    leaves = f'<path d="M60 46c-10-12-24-9-29-3 8 8 20 10 29 3zM62 45c4-13 17-16 24-12-4 11-14 16-24 12z" fill="{tone(accent)}"/>'
    return f"{_shadow(61, 98, 34)}{balls}{leaves}"


def greens(c: Canvas, colour: str, accent: str) -> str:
    """A bunch of stalks with leaves of the colour, tied with the accent."""
    leaves = "".join(
        f'<path d="M60 78C{x1} 60 {x1} 40 {x2} 22c{dx} 10 {dx} 40 {60 - x2} 56z" fill="{c.fill(colour)}"/>'
        for x1, x2, dx in ((30, 34, 14), (44, 48, 12), (62, 64, 10), (76, 84, -14))
    )
    return (
        f'{_shadow(60, 98, 26)}{leaves}<path d="M52 74h16l4 24c-8 3-16 3-24 0z" fill="#EDF0DF"/>'
        '<path d="M55 78l-2 18M60 78v19M65 78l2 18" stroke="#B9C59B"/>'
        f'<path d="M50 80c6 3 14 3 20 0" stroke="{tone(accent)}" stroke-width="3" fill="none"/>'
    )


def basket(c: Canvas, colour: str, accent: str) -> str:
    """A woven basket full of round fruit of the accent."""
    full = "".join(
        f'<circle cx="{x}" cy="{y}" r="12" fill="{c.fill(accent)}"/><circle cx="{x - 4}" cy="{y - 5}" r="2.4" fill="#fff" opacity=".45"/>'
        for x, y in ((50, 46), (72, 46), (38, 58), (60, 58), (83, 58))
    )
    weave = "".join(f'<path d="M{24 + n * 3} {70 + n * 8}h{72 - n * 6}" stroke="#000" opacity=".16" stroke-width="1.4"/>' for n in range(4))
    return (
        f'{_shadow(60, 99, 38)}{full}<path d="M20 62h80l-10 34c-1 3-13 4-30 4s-29-1-30-4z" fill="{c.fill(colour)}"/>{weave}'
        '<path d="M34 64l5 34M47 64l3 35M60 64v36M73 64l-3 35M86 64l-5 34" stroke="#000" opacity=".12" stroke-width="1.4"/>'
        f'<rect x="17" y="59" width="86" height="7" rx="3.5" fill="{c.fill(colour)}"/>'
        '<rect x="17" y="59" width="86" height="7" rx="3.5" fill="#fff" opacity=".15"/>'
    )


def pouch(c: Canvas, colour: str, accent: str) -> str:
    """A stand-up bag with a window that shows the accent."""
    bits = "".join(
        f'<circle cx="{x}" cy="{y}" r="4.4" fill="{tone(accent)}"/><circle cx="{x - 1.4}" cy="{y - 1.4}" r="1.2" fill="#fff" opacity=".4"/>'
        for x, y in ((50, 82), (59, 85), (69, 82), (54, 75), (65, 76))
    )
    return (
        f'{_shadow(60, 99, 29)}<path d="M36 24h48v8c4 20 6 42 4 62-1 4-12 6-28 6s-27-2-28-6c-2-20 0-42 4-62z" fill="{c.fill(colour)}"/>'
        '<path d="M36 24h48v7H36z" fill="#000" opacity=".12"/><path d="M36 34h48" stroke="#fff" opacity=".45" stroke-dasharray="2 2"/>'
        '<rect x="43" y="42" width="34" height="18" rx="2" fill="#F7F3E8"/>'
        f'<path d="M48 48h24M48 54h15" stroke="{tone(colour)}" stroke-width="2.2"/>'
        f'<rect x="42" y="68" width="36" height="22" rx="9" fill="#FBF7EC" opacity=".9"/>{bits}'
    )


def biscuits(c: Canvas, colour: str, accent: str) -> str:
    """A stack of round biscuits, one leaning, with crumbs of the accent."""
    stack = "".join(
        f'<path d="M26 {y}v7c0 4 13 7 28 7s28-3 28-7v-7z" fill="{shade(tone(colour), -0.18)}"/>'
        f'<ellipse cx="54" cy="{y}" rx="28" ry="7" fill="{c.fill(colour)}"/>'
        for y in (86, 75, 64)
    )
    bits = "".join(
        f'<circle cx="{x}" cy="{y}" r="2" fill="{tone(accent)}"/>' for x, y in ((44, 63), (54, 61), (62, 65), (50, 67), (68, 62))
    )
    chips = "".join(f'<circle cx="{x}" cy="{y}" r="2" fill="{tone(accent)}"/>' for x, y in ((92, 76), (98, 84), (90, 88), (97, 92)))
    leaning = f'<ellipse cx="94" cy="83" rx="13" ry="16" fill="{c.fill(colour)}" transform="rotate(18 94 83)"/>'
    return f"{_shadow(62, 99, 42)}{stack}{bits}{leaning}{chips}"


def leaves(c: Canvas, colour: str, accent: str) -> str:
    """A little heap of dry leaves or petals, with specks of the accent."""
    bits = "".join(
        f'<path d="M{x} {y}q7 {d} 14 1" stroke="{shade(tone(colour), s)}" stroke-width="3.4" stroke-linecap="round" fill="none"/>'
        for x, y, d, s in (
            *((34, 92, -6, -0.1), (46, 95, -5, 0.1), (60, 94, -7, -0.2), (72, 93, -5, 0.12), (40, 86, -6, 0.1), (54, 87, -6, -0.15)),
            *((66, 86, -7, 0.05), (47, 80, -5, -0.05), (59, 79, -6, 0.15)),
        )
    )
    specks = "".join(f'<circle cx="{x}" cy="{y}" r="2.2" fill="{tone(accent)}"/>' for x, y in ((50, 84), (64, 90), (70, 84), (42, 91)))
    return f"{_shadow(60, 98, 36, 4)}{bits}{specks}"


def soap(c: Canvas, colour: str, accent: str) -> str:
    """A bar of soap in a paper band of the accent."""
    return (
        f'{_shadow(60, 96, 42)}<path d="M20 66c0-5 3-8 8-9l52-6c8-1 14 1 18 6l6 8c3 4 2 21-2 25-3 3-8 4-14 '
        f'4H32c-8 0-12-4-12-11z" fill="{c.fill(colour)}"/>'
        '<path d="M22 64c18 6 60 4 80-4" stroke="#fff" opacity=".5" stroke-width="2" fill="none"/>'
        f'<path d="M46 54l28-3c2 14 2 28 1 43H47c-2-13-2-27-1-40z" fill="{tone(accent)}"/>'
        '<path d="M52 70h16M52 76h10" stroke="#fff" opacity=".8" stroke-width="2"/>'
    )


def notebook(c: Canvas, colour: str, accent: str) -> str:
    """A bound book standing a little open, with a ribbon and a band of the accent."""
    return (
        f'{_shadow(62, 100, 36)}<path d="M34 22h52c3 0 5 2 5 5v68c0 3-2 5-5 5H34z" fill="#F5F1E6"/>'
        '<path d="M38 98h50M38 95h51" stroke="#CFC8B4"/>'
        f'<path d="M32 20h50c3 0 5 2 5 5v66c0 3-2 5-5 5H32c-3 0-4-2-4-4V24c0-2 1-4 4-4z" fill="{c.fill(colour)}"/>'
        '<path d="M36 20v76" stroke="#000" opacity=".22" stroke-width="1.6"/>'
        '<rect x="46" y="34" width="30" height="16" rx="1.5" fill="#F5F1E6" opacity=".95"/>'
        f'<path d="M50 40h22M50 45h14" stroke="{tone(accent)}" stroke-width="1.8"/>'
        f'<path d="M78 20v76" stroke="{tone(accent)}" stroke-width="3"/>'
        f'<path d="M56 96v12l4-3 4 3V96z" fill="{tone(accent)}"/>'
    )


def pen(c: Canvas, colour: str, accent: str) -> str:
    """A fountain pen lying, its nib and clip of the accent."""
    return (
        '<path d="M14 70h92" stroke="#000" stroke-width="6" opacity=".1" stroke-linecap="round"/>'
        f'<path d="M34 54h56c8 0 14 3 16 6-2 3-8 6-16 6H34z" fill="{c.fill(colour)}"/>'
        f'<path d="M34 55v10l-16-1c-5-1-10-3-13-4 3-1 8-3 13-4z" fill="{tone(accent)}"/>'
        '<path d="M5 60h16" stroke="#000" opacity=".35"/><path d="M62 53v14" stroke="#fff" opacity=".5" stroke-width="2"/>'
        f'<path d="M66 55h30" stroke="{tone(accent)}" stroke-width="2.6" stroke-linecap="round"/>'
        '<path d="M38 57h22" stroke="#fff" opacity=".35" stroke-width="2"/>'
    )


def bottle(c: Canvas, colour: str, accent: str) -> str:
    """A square bottle of ink (or syrup) of the colour under a cap of the accent."""
    return (
        f'{_shadow(60, 99, 30)}<rect x="46" y="30" width="28" height="16" rx="3" fill="{c.fill(accent)}"/>'
        '<path d="M48 46h24v8H48z" fill="#fff" opacity=".6"/>'
        '<path d="M34 54h52c5 0 8 3 8 8v32c0 4-3 6-7 6H33c-4 0-7-2-7-6V62c0-5 3-8 8-8z" fill="#fff" opacity=".6"/>'
        f'<path d="M30 64h60v28c0 3-2 5-5 5H35c-3 0-5-2-5-5z" fill="{c.fill(colour)}"/>'
        '<rect x="44" y="70" width="32" height="18" rx="2" fill="#F7F3E8"/>'
        f'<path d="M49 76h22M49 82h13" stroke="{tone(colour)}" stroke-width="2"/>'
        '<path d="M33 60v32" stroke="#fff" opacity=".6" stroke-width="2.4"/>'
    )


def cards(c: Canvas, colour: str, accent: str) -> str:
    """Two cards fanned out before an envelope of the accent."""
    green = tone(accent)
    sprig = f'<path d="M60 84V58M60 76c-7-1-9-5-9-9 6 0 9 4 9 9zM60 70c7-1 9-5 9-9-6 0-9 4-9 9z" fill="{green}" stroke="{green}"/>'
    return (
        f'{_shadow(60, 101, 42)}<g transform="rotate(-10 60 90)"><rect x="18" y="34" width="62" height="46" '
        f'rx="2" fill="{c.fill(accent)}"/>'
        '<path d="M18 36l31 24 31-24" fill="none" stroke="#fff" opacity=".55" stroke-width="1.6"/></g>'
        f'<g transform="rotate(9 60 90)"><rect x="42" y="42" width="40" height="54" rx="2" fill="{c.fill(colour)}"/></g>'
        f'<rect x="40" y="44" width="40" height="54" rx="2" fill="{c.fill(colour)}"/>'
        f'<rect x="44" y="48" width="32" height="46" fill="none" stroke="#000" opacity=".1"/>{sprig}'
    )


def box(c: Canvas, colour: str, accent: str) -> str:
    """A gift box with a ribbon of the accent."""
    return (
        f'{_shadow(60, 100, 40)}<path d="M26 56h68v38c0 3-2 5-5 5H31c-3 0-5-2-5-5z" fill="{c.fill(colour)}"/>'
        f'<path d="M22 44h76v10c0 2-1 4-4 4H26c-3 0-4-2-4-4z" fill="{c.fill(colour)}"/>'
        '<path d="M22 58h76" stroke="#000" opacity=".18" stroke-width="1.4"/>'
        f'<path d="M55 44h10v55H55z" fill="{tone(accent)}"/>'
        f'<path d="M60 44c-14 0-22-6-20-12 3-6 15-2 20 12zM60 44c14 0 22-6 20-12-3-6-15-2-20 12z" fill="{tone(accent)}"/>'
        f'<circle cx="60" cy="43" r="4" fill="{shade(tone(accent), -0.2)}"/>'
    )


def roll(c: Canvas, colour: str, accent: str) -> str:
    """A roll of paper or tape with a pattern of the accent."""
    marks = "".join(f'<path d="M{x} 60v24" stroke="{tone(accent)}" stroke-width="3" opacity=".8"/>' for x in range(42, 100, 9))
    return (
        f'{_shadow(62, 97, 44)}<path d="M34 52h62c7 0 12 9 12 20s-5 21-12 21H34z" fill="{c.fill(colour)}"/>{marks}'
        f'<ellipse cx="34" cy="72.5" rx="13" ry="20.5" fill="{tone(colour)}"/>'
        '<ellipse cx="34" cy="72.5" rx="13" ry="20.5" fill="#fff" opacity=".35"/>'
        '<ellipse cx="34" cy="72.5" rx="6" ry="10" fill="#000" opacity=".3"/>'
    )
