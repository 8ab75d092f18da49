"""The module as a Django app."""

from django.apps import AppConfig


class Insights(AppConfig):
    """What a shop's people are to know."""

    name = "jishi.modules.insights"
    label = "insights"
