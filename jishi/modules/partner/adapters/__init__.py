"""The outside of partner: programs that listen."""
