"""The machines of an order and of a request to cancel it: one literal table each."""

from jishi.kernel.machine import Machine
from jishi.modules.orders import events
from jishi.modules.orders.models import Cancellation, Order

UNPAID, ON_HOLD, TO_PROCESS, AWAITING_COLLECTION = "unpaid", "on_hold", "to_process", "awaiting_collection"
IN_TRANSIT, DELIVERED, COMPLETED, CANCELLED = "in_transit", "delivered", "completed", "cancelled"
TO_SHIP = (ON_HOLD, TO_PROCESS, AWAITING_COLLECTION)
SHIPPED = (IN_TRANSIT, DELIVERED)
GROUPS = {
    "unpaid": (UNPAID,),
    "to_ship": TO_SHIP,
    "shipped": SHIPPED,
    "completed": (COMPLETED,),
    "cancelled": (CANCELLED,),
}

ORDER = Machine(
    "order",
    Order,
    {
        "pay": ({UNPAID}, ON_HOLD),
        "confirm": ({UNPAID}, ON_HOLD),
        "lapse": ({UNPAID}, CANCELLED),
        "release": ({ON_HOLD}, TO_PROCESS),
        "pack": ({TO_PROCESS}, AWAITING_COLLECTION),
        "collect": ({AWAITING_COLLECTION}, IN_TRANSIT),
        "deliver": ({IN_TRANSIT}, DELIVERED),
        "complete": ({DELIVERED}, COMPLETED),
        "cancel": ({UNPAID, *TO_SHIP}, CANCELLED),
        "recall": ({*SHIPPED}, CANCELLED),
    },
    emits={
        "pay": events.OrderPaid.of,
        "confirm": events.OrderConfirmed.of,
        "lapse": events.OrderCancelled.of,
        "release": events.OrderReleased.of,
        "pack": events.OrderPacked.of,
        "collect": events.OrderCollected.of,
        "deliver": events.OrderDelivered.of,
        "complete": events.OrderCompleted.of,
        "cancel": events.OrderCancelled.of,
        "recall": events.OrderCancelled.of,
    },
)

CANCELLATION = Machine(
    "cancellation",
    Cancellation,
    {
        "accept": ({"open"}, "accepted"),
        "reject": ({"open"}, "rejected"),
        "withdraw": ({"open"}, "withdrawn"),
        "lapse": ({"open"}, "accepted"),
        "lapse_rejected": ({"open"}, "rejected"),
        "overtake": ({"open"}, "rejected"),
    },
    emits={
        "accept": events.CancellationAgreed.of,
        "lapse": events.CancellationAgreed.of,
        "reject": events.CancellationDeclined.of,
        "lapse_rejected": events.CancellationDeclined.of,
        "overtake": events.CancellationDeclined.of,
        "withdraw": events.CancellationWithdrawn.of,
    },
)
