"""Reading casework, by subject. Which rows there are is decided by row security."""
