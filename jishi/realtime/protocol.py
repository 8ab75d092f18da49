"""How frames reach us: uvicorn's protocol, which goes on reading a line as long as few of its frames wait."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

WAITING_MOST = 8
"""So many frames of a socket may wait for us before its line is read no further."""


class Protocol(WebSocketsSansIOProtocol):
    """Uvicorn stops reading at each message and goes on when it is taken: two rounds to the system for each.

    Frames are taken as they come, so the line is left open until a few wait.
    """

    def send_receive_event_to_app(self) -> None:
        """A whole message is here: have it wait for the application."""
        if self.read_paused or self.queue.qsize() >= WAITING_MOST - 1:
            super().send_receive_event_to_app()
            return
        self.read_paused = True  # that it is so already is why uvicorn would not stop reading
        super().send_receive_event_to_app()
        self.read_paused = False
