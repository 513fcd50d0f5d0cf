"""How a fact is declared, and the kinds of value a fact can have."""
