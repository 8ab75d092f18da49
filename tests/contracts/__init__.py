"""What an outsider may count on: the API's description, its answers to bad input, the installed package."""
