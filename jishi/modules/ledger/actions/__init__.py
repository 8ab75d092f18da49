"""The only writers of the ledger, and the accounts that they write to."""

from jishi.modules.ledger.actions.hold_pending import hold_pending
from jishi.modules.ledger.actions.post import post
from jishi.modules.ledger.actions.post_many import post_many
from jishi.modules.ledger.models import Account, Posting
from jishi.modules.ledger.postings import Draft

__all__ = ["Account", "Draft", "Posting", "hold_pending", "post", "post_many"]
