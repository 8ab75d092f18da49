"""What the ledger can be asked: balances, an order's story, and whether all of it holds."""

from jishi.modules.ledger.queries.balance import balance, pending
from jishi.modules.ledger.queries.story import Story, order_story, show
from jishi.modules.ledger.schemas import LedgerOut

__all__ = ["LedgerOut", "Story", "balance", "order_story", "pending", "show"]
