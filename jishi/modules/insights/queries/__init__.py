"""Reads of insights."""

from jishi.modules.insights.queries.today import today

__all__ = ["today"]
