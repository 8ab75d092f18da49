"""Fulfilment 物流: packages, their waybills, the carrier's scans, and the marks that lateness leaves on orders.

Owns packages and what is in each, scans, the sheets that were printed, and the shelves where goods lie. Emits PackagesChanged; what
became of an order its own machine tells. Hears the lapse of an order's packing and hand-over clocks, OrderCancelled and LinesCancelled.
Obeys `fulfilment.promise.*`, `fulfilment.waybill.*`, `fulfilment.packing.*`, `fulfilment.printing.*`, and `orders.shipping.*` through
orders.
"""
