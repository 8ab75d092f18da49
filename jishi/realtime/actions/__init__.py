"""Tickets are made and used up."""

from jishi.realtime.actions.make_ticket import MadeTicket, make_ticket
from jishi.realtime.actions.use_ticket import use_ticket

__all__ = ["MadeTicket", "make_ticket", "use_ticket"]
