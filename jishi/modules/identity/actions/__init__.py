"""The only writers of identity, for other modules too."""

from jishi.modules.identity.actions.add_contacts import add_contacts
from jishi.modules.identity.actions.add_reach import add_reach
from jishi.modules.identity.actions.addresses import add_address, change_address, retire_address
from jishi.modules.identity.actions.change_person import change_person
from jishi.modules.identity.actions.end_sessions import end_sessions_of
from jishi.modules.identity.actions.erase import erase, note_export
from jishi.modules.identity.actions.factors import (
    begin_authenticator,
    confirm_authenticator,
    give_second,
    make_recovery_codes,
    remove_authenticator,
)
from jishi.modules.identity.actions.keys import make_key, revoke_key
from jishi.modules.identity.actions.know_person import know_person
from jishi.modules.identity.actions.make_operator import make_operator
from jishi.modules.identity.actions.members import join, know_shop, leave, set_role
from jishi.modules.identity.actions.operators import change_operator, remove_operator, take_on_operator
from jishi.modules.identity.actions.passkeys import add_passkey, enter_by_passkey, remove_passkey, take_challenge
from jishi.modules.identity.actions.passwords import remove_password, set_password
from jishi.modules.identity.actions.reveal import note_on_paper, reveal_on_paper, reveal_person, reveal_recipient
from jishi.modules.identity.actions.send_code import send_code
from jishi.modules.identity.actions.sign_in import SecondWanted, SignedIn, count_try, enter, note_use, open_session, sign_in
from jishi.modules.identity.actions.sign_out import end_other_sessions, sign_out
from jishi.modules.identity.actions.take_off_factors import take_off_factors
from jishi.modules.identity.actions.take_try import forgive, take_try
from jishi.modules.identity.actions.try_mail import try_mail
from jishi.modules.identity.actions.view_as import begin_viewing, end_viewing

__all__ = [
    "SecondWanted",
    "SignedIn",
    "add_address",
    "add_contacts",
    "add_passkey",
    "add_reach",
    "begin_authenticator",
    "begin_viewing",
    "change_address",
    "change_operator",
    "change_person",
    "confirm_authenticator",
    "count_try",
    "end_other_sessions",
    "end_sessions_of",
    "end_viewing",
    "enter",
    "enter_by_passkey",
    "erase",
    "forgive",
    "give_second",
    "join",
    "know_person",
    "know_shop",
    "leave",
    "make_key",
    "make_operator",
    "make_recovery_codes",
    "note_export",
    "note_on_paper",
    "note_use",
    "open_session",
    "remove_authenticator",
    "remove_operator",
    "remove_passkey",
    "remove_password",
    "retire_address",
    "reveal_on_paper",
    "reveal_person",
    "reveal_recipient",
    "revoke_key",
    "send_code",
    "set_password",
    "set_role",
    "sign_in",
    "sign_out",
    "take_challenge",
    "take_off_factors",
    "take_on_operator",
    "take_try",
    "try_mail",
]
