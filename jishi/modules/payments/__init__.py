"""Money that comes in and goes back: payments, the attempts to make them, and refunds, through providers of payment.

Owns payments, their parts (what each is for), attempts, refunds, and two of the three doors that open upwards:
`on_captured(purpose)` and `on_refunded(purpose)`, run in the transaction in which the money moves. Calls ledger. Emits and
hears nothing. Obeys `payments.methods.offered`.
"""
