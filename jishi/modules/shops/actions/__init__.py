"""The only writers of shops, for other modules too."""

from jishi.modules.shops.actions.members import add_member, change_member, remove_member
from jishi.modules.shops.actions.open_shop import open_shop

__all__ = ["add_member", "change_member", "open_shop", "remove_member"]
