"""Everything that brings the program up on one machine. Standard library only: it runs before Django is imported."""
