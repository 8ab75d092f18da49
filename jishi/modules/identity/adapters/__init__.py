"""How messages to persons leave the house."""
