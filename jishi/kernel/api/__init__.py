"""The API's manners, one way for each: shapes, lists, problems, and answers to writes under a key of idempotency."""

from jishi.kernel.api.answers import answer, reply
from jishi.kernel.api.lists import Page, paginate
from jishi.kernel.api.problems import REFUSALS
from jishi.kernel.api.shapes import Amount, IdText, Line, MoneyShape, Note, Shape

__all__ = ["REFUSALS", "Amount", "IdText", "Line", "MoneyShape", "Note", "Page", "Shape", "answer", "paginate", "reply"]
