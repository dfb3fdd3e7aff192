"""Pages of money: each translates HTTP and makes one domain call."""
