"""Live state: what a page shows, and what the pushes tell it to ask for anew, is what the server has now."""
