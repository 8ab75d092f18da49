"""What keeps the house tidy: sizes, words, grammar, imports, rows, requirements."""
