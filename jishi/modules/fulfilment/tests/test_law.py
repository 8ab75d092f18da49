"""What makes a shipment late, by the day on which the order was paid and by the market's pack."""

from datetime import UTC, date, datetime

import pytest

from jishi import lawbook
from jishi.kernel.runner import act
from jishi.modules.fulfilment import law

SINCE = date(2022, 1, 1)
SCAN = "carrier_pick_up_scan"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("market", "pack", "paid_at", "wanted"),
    [
        ("CN", None, datetime(2022, 11, 11, 15, tzinfo=UTC), (SCAN,)),
        ("CN", None, datetime(2022, 11, 11, 16, tzinfo=UTC), ("waybill_uploaded", SCAN)),
        ("CN", "channels-cn", datetime(2024, 3, 1, tzinfo=UTC), ("waybill_uploaded", SCAN)),
        ("US", "tiktok-us", datetime(2026, 3, 1, tzinfo=UTC), (SCAN,)),
    ],
)
def test_what_must_have_happened_within_the_promise(market: str, pack: str | None, paid_at: datetime, wanted: tuple[str, ...]) -> None:
    act(lawbook.open_market, market, pack, SINCE)
    assert law.late_unless(paid_at, market).value == wanted
