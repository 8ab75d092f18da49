"""The only writers of identity, for other modules too."""

from jishi.modules.identity.actions.add_contacts import add_contacts
from jishi.modules.identity.actions.add_reach import add_reach
from jishi.modules.identity.actions.addresses import add_address, change_address, retire_address
from jishi.modules.identity.actions.change_person import change_person
from jishi.modules.identity.actions.erase import erase, note_export
from jishi.modules.identity.actions.keys import make_key, revoke_key
from jishi.modules.identity.actions.know_person import know_person
from jishi.modules.identity.actions.make_operator import make_operator
from jishi.modules.identity.actions.members import join, know_shop, leave, set_role
from jishi.modules.identity.actions.reveal import reveal_recipient
from jishi.modules.identity.actions.send_code import send_code
from jishi.modules.identity.actions.sign_in import SignedIn, count_try, open_session, sign_in
from jishi.modules.identity.actions.sign_out import sign_out

__all__ = [
    "SignedIn",
    "add_address",
    "add_contacts",
    "add_reach",
    "change_address",
    "change_person",
    "count_try",
    "erase",
    "join",
    "know_person",
    "know_shop",
    "leave",
    "make_key",
    "make_operator",
    "note_export",
    "open_session",
    "retire_address",
    "reveal_recipient",
    "revoke_key",
    "send_code",
    "set_role",
    "sign_in",
    "sign_out",
]
