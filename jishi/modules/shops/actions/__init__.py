"""The only writers of shops, for other modules too."""

from jishi.modules.shops.actions.members import add_member, change_member, remove_member
from jishi.modules.shops.actions.open_shop import open_shop
from jishi.modules.shops.actions.set_up import SetUp, ShopWish, Wish, set_up
from jishi.modules.shops.models import Shop

__all__ = ["SetUp", "Shop", "ShopWish", "Wish", "add_member", "change_member", "open_shop", "remove_member", "set_up"]
