"""Pages of casework: each translates HTTP and makes one domain call."""
