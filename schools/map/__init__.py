"""Pages about schools and their support teams. No child stands in them."""
