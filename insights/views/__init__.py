"""Pages of figures, and of what people write beside them."""
