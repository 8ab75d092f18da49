"""Notices 消息: what a person is told of: an order to pack, a request to answer by a time, a buyer who waits, a parcel on its way.

Owns notices, the letters that gather those that are mailed, and what each person wants told where. Emits that what someone was told
is otherwise. Hears orders, the desk, who works in a shop, who was erased, and messages that are notices (`kernel.post`). Obeys
`notices.messages.*`.
"""
