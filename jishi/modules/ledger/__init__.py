"""The double-entry ledger: accounts, postings and their entries, in minor units, per currency.

Owns postings and entries. Every movement has a cause and a key, balances to zero, also for each order that it names, and
is never changed: a correction is a posting of its own. No balance is stored; one is the sum of its entries. Emits and
hears nothing: modules above post in the transaction of their own act, whose words for the cause stand as
`<module>.cause.<what>`. Obeys `ledger.rounding.*`, which kernel.money carries out.
"""
