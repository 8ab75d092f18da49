"""The sandbox carrier: gives out waybill numbers; its scans come from the demonstration's buttons and from tests."""

from jishi.kernel.ids import new_number

NAME = "sandbox"
LENGTH = 15


def waybill(prefix: str | None) -> str:
    """A new waybill number: the platform's prefix (rule fulfilment.waybill.prefix) or the carrier's own, and digits."""
    head = prefix or "SB"
    return head + new_number()[: LENGTH - len(head)]
