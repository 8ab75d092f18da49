"""Every row of every state table and every value of every rule that code reads is changed once: does a test notice?

`make mutate` runs `tests/mutation/__main__.py`: `conductor.py` runs the tests, `traced.py` notes which of them asked what, `mutants.py`
and `steps.py` make the changes.
"""
