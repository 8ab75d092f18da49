"""Orders 订单: cart, quote, order, cancellation and the marks on orders.

Owns the cart, the order with its lines and machine, requests to cancel, marks. Emits OrderPlaced, OrderPaid, OrderConfirmed, OrderReleased,
OrderPacked, OrderCollected, OrderDelivered, OrderCompleted, OrderCancelled, LinesCancelled, OrderNoted, CancellationAsked,
CancellationDeclined, CancellationWithdrawn, OrdersImported. Hears captured payments (door `on_captured`) and PersonErased. Obeys
`orders.unpaid.*`, `orders.cancellation.*`, `orders.shipping.*`, `orders.completion.*`, `orders.address.*`.
"""
