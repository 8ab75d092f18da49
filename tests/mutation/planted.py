"""Tests for the runner's own test, which names this file: nothing else runs them. One of each pair is as lax as it can be."""

from datetime import date

import pytest

from jishi import lawbook
from jishi.modules.partner.models import Delivery
from jishi.modules.partner.states import DELIVERY

DAY = date(2024, 3, 1)


@pytest.mark.django_db
def test_exactly() -> None:
    assert lawbook.at("orders.unpaid.cancel_after", on=DAY, market="UK").value == 48


@pytest.mark.django_db
def test_laxly() -> None:
    assert lawbook.at("orders.unpaid.first_reminder_after", on=DAY, market="UK").applies


def test_from_one_state() -> None:
    assert DELIVERY.may(Delivery(state="waiting"), "deliver")
