"""What must always hold did not."""


class Broken(Exception):
    """An invariant broke: which (its name in `invariants.py`), and how."""

    def __init__(self, name: str, how: str) -> None:
        super().__init__(f"{name}: {how}")
        self.name = name
        self.how = how
