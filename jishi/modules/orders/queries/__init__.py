"""Reads of orders."""

from jishi.modules.orders.queries.cart import cart, quote
from jishi.modules.orders.queries.lists import by_ids, counts, mine, of_shop, requests, saved_views
from jishi.modules.orders.queries.sales import Brief, Sold, briefs, numbers, sold, sold_by_hour, waiting
from jishi.modules.orders.queries.sending import Piece, lines_of, still_here, to_send
from jishi.modules.orders.queries.terms import terms_view
from jishi.modules.orders.queries.views import listed, view

__all__ = [
    "Brief",
    "Piece",
    "Sold",
    "briefs",
    "by_ids",
    "cart",
    "counts",
    "lines_of",
    "listed",
    "mine",
    "numbers",
    "of_shop",
    "quote",
    "requests",
    "saved_views",
    "sold",
    "sold_by_hour",
    "still_here",
    "terms_view",
    "to_send",
    "view",
    "waiting",
]
