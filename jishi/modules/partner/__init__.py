"""Partner 开放接口: what programs of others are told: signed webhooks of a shop (Standard Webhooks), their deliveries and retries.

Owns webhooks, deliveries and attempts. Emits nothing. Hears what happens to orders and products and writes it down for the shops
that asked; the worker sends it after the commit. Obeys `partner.webhooks.*` and `partner.api.webhook_retries_for`.
"""
