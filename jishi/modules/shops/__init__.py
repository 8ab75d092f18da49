"""Shops: each of one market for good, with the people who work there.

Owns the shop, its name (one in the marketplace), its state and what the public sees of it; decides who works there as what, and
has `identity` keep it. Emits ShopOpened, MemberAdded, MemberChanged, MemberRemoved. Hears nothing. Obeys `shops.staff.*`.
"""
