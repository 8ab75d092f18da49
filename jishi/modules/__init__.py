"""The domain, one folder a module; the order in which they may import each other is held by import-linter."""
