"""Still lifes for the goods of the demonstration, so that no one's photograph is needed (design § 13)."""

from collections.abc import Callable, Sequence

from jishi.modules.catalog.demo import vessels, wares
from jishi.modules.catalog.demo.canvas import Canvas

Thing = Callable[[Canvas, str, str], str]
THINGS: dict[str, Thing] = {
    name: thing
    for part in (vessels, wares)
    for name, thing in vars(part).items()
    if callable(thing) and getattr(thing, "__module__", "") == part.__name__ and not name.startswith("_")
}


def still_life(ground: str, things: Sequence[str]) -> bytes:
    """An SVG of 240 by 240. Each thing is "name colour accent [x y [scale [turn]]]", from back to front.

    Raises KeyError for a ground, thing or colour that is none.
    """
    canvas = Canvas(ground)
    for text in things:
        name, colour, accent, *place = text.split()
        canvas.put(THINGS[name](canvas, colour, accent), *map(float, place))
    return canvas.svg().encode()
