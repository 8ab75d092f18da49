"""The pretend marketplace: stories that hold, stories that repeat, and faults planted in a copy that are caught."""
