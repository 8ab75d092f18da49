"""Refusals of fulfilment."""

from jishi.kernel.errors import BadInput, NotAllowed


class NoSandbox(NotAllowed):
    """The sandbox carrier scans in demonstration and development only."""

    code = "fulfilment.no_sandbox"


class ScanInFuture(BadInput):
    """A scan cannot lie in the future, nor before the parcel was packed."""

    code = "fulfilment.scan_time"
