"""What must hold of sessions that were ended."""

from typing import TYPE_CHECKING

from jishi.kernel import rows
from jishi.modules.identity.access import token_hash
from jishi.sim.broken import Broken

if TYPE_CHECKING:
    from jishi.sim.world import World


def ended(world: "World") -> None:
    """Once a day: no session that its owner was told is over is still kept as good, and none that nobody ended is over."""
    text = "SELECT token FROM identity_session WHERE revoked_at IS NULL AND expires_at > %s"
    good = {row[0] for row in rows.sql(text, [rows.db_time(world.machine)])}
    for one in world.book.devices:
        lives = token_hash(one.visitor.token) in good
        if lives is one.over and one.visitor.until > world.machine:
            raise Broken("sessions", f"a session of {one.agent.address} is {'good' if lives else 'over'}, they know otherwise")
