"""Catalog 商品: categories, products with their variants (SKU), and the stock of each.

Owns the category tree, products and the machine of their review, SKUs, warehouses, stock levels and the log of stock moves.
Emits ProductSubmitted, ProductOnSale, ProductRejected, ProductOffSale, ProductBanned, ReviewOverdue. Hears nothing. Obeys
`catalog.products.*`, `catalog.prohibited.goods`, `catalog.stock.low_at`.
"""
