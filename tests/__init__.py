"""What crosses modules: the ground that tests stand on, stories, contracts, faults, browser, tidiness."""
