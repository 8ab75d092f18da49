"""Who people are: persons, their addresses and sessions, the hats they wear, the keys that programs use, and imported contacts.

Owns the declared encrypted columns of personal data (persons, contacts, addresses), what proves a person (code, password,
authenticator, passkey), sessions, API keys, operator roles, and the one table role -> permissions. Memberships of shops are
kept here too, with what `/me` shows of a shop (Workplace), though shops decide on them: who may do what must be one
compiled read at each request, and `identity` lies below `shops`, which writes them by calling `identity.actions`.

Emits PersonMade, PersonErased, OperatorMade, OperatorRemoved, ViewingBegun, ViewingEnded. Hears nothing. Obeys
`identity.accounts.*`, `identity.codes.*`, `identity.sessions.*`, `identity.passwords.*`, `identity.factors.*`, `identity.limits.*`,
`identity.reveal.*`, `identity.viewing.*`, `identity.operators.roles`.
"""
