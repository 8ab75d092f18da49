"""The paper that still lifes are drawn on: light from the left, a table edge at two thirds, colours as gradients."""

GROUNDS = {
    "sage": ("#E3EBE7", "#D0DCD6"),
    "sand": ("#EFE9DD", "#E2D9C8"),
    "moss": ("#E9E8D9", "#D8D6BF"),
    "rose": ("#EFE3DA", "#E2D0C3"),
    "mist": ("#E6E9EC", "#D3D9DE"),
    "sky": ("#E2EAEF", "#CDDAE3"),
    "plum": ("#ECE5EA", "#DCD0DA"),
    "lemon": ("#F2EDDA", "#E5DCBD"),
}
COLOURS = {
    "white": ("#FFFFFF", "#F7F7F3", "#C9CFCB"),
    "clay": ("#B98163", "#9E6347", "#6E412D"),
    "celadon": ("#A9C3B6", "#8FB0A1", "#66897A"),
    "ink": ("#5A6467", "#3E4649", "#24292B"),
    "bamboo": ("#E3C68F", "#CBA766", "#A58245"),
}
PLAIN = {
    "cream": "#EFE6D2",
    "oat": "#D9C6A5",
    "tea": "#B9752F",
    "amber": "#C98A3C",
    "cobalt": "#3C5E96",
    "navy": "#2D3F5E",
    "teal": "#2E7C80",
    "sea": "#7FA9AE",
    "leaf": "#6E8B4A",
    "forest": "#3F5B45",
    "lime": "#9DB45A",
    "red": "#B5452F",
    "maroon": "#7C2F33",
    "pink": "#D99A94",
    "plum": "#7B4E6B",
    "violet": "#7A6CA0",
    "orange": "#DB8A35",
    "mango": "#E5A93B",
    "lemon": "#E6CF5A",
    "brown": "#7A5A3C",
    "cocoa": "#553A29",
    "grey": "#A7ABA9",
    "steel": "#B9C0C4",
    "slate": "#66717A",
    "black": "#2A2D2E",
    "gold": "#B98F3E",
    "copper": "#B8734A",
}
SIZE = 240


def shade(colour: str, by: float) -> str:
    """A colour moved towards white (`by` above 0) or black (below), by that part of the way."""
    end = 255 if by > 0 else 0
    parts = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (end - part) * abs(by)):02X}" for part in parts)


def tone(name: str) -> str:
    """The plain colour of a name. Raises KeyError for one that is none."""
    return COLOURS[name][1] if name in COLOURS else PLAIN[name]


class Canvas:
    """One picture: its gradients, and what stands on the table from back to front."""

    def __init__(self, ground: str) -> None:
        self.ground = GROUNDS[ground]
        self.defs: dict[str, str] = {}
        self.things: list[str] = []

    def fill(self, name: str) -> str:
        """The paint of a colour on a round body: light left, dark right."""
        if name not in self.defs:
            light, middle, dark = COLOURS.get(name) or (shade(PLAIN[name], 0.22), PLAIN[name], shade(PLAIN[name], -0.3))
            stops = (
                f'<stop offset="0" stop-color="{light}"/><stop offset=".48" stop-color="{middle}"/><stop offset="1" stop-color="{dark}"/>'
            )
            self.defs[name] = f'<linearGradient id="c-{name}" x1="0" y1="0" x2="1" y2="0">{stops}</linearGradient>'
        return f"url(#c-{name})"

    def put(self, thing: str, x: float = 0, y: float = 0, scale: float = 1, turn: float = 0) -> None:
        """Set a drawn thing on the table, moved, sized and turned about its middle."""
        turned = f" rotate({turn:g} 60 62)" if turn else ""
        self.things.append(f'<g transform="translate({x:g} {y:g}) scale({scale:g}){turned}">{thing}</g>')

    def svg(self) -> str:
        """The picture, as text of an SVG file."""
        wall, table = self.ground
        stops = (
            f'<stop offset="0" stop-color="{wall}"/><stop offset=".68" stop-color="{wall}"/>'
            f'<stop offset=".681" stop-color="{table}"/><stop offset="1" stop-color="{wall}"/>'
        )
        ground = f'<linearGradient id="ground" x1="0" y1="0" x2="0" y2="1">{stops}</linearGradient>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" viewBox="0 0 120 120">'
            f'<defs>{ground}{"".join(self.defs.values())}</defs><rect width="120" height="120" fill="url(#ground)"/>'
            f"{''.join(self.things)}</svg>"
        )
