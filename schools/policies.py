"""When something may be done with the map of schools: about the state of things, not about the person."""


class NotPossible(Exception):
    """This cannot be done as things stand. The message is a Dutch sentence for the user."""
