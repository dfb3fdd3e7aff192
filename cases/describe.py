"""The life of a question as a diagram, for docs/casework.md: a test holds the two together."""

from cases.enums import STEPS, TURN, State


def life_of_a_question() -> str:
    """The table of steps as a Mermaid state diagram, with whose turn it is in each state."""
    steps = [
        f"    {start.value} --> {end.value}" for start in State for end in State if end in STEPS[start] and end != start
    ]
    names = [f"    {state.value} : {state.label}. {TURN[state]}" for state in State]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> raised", *names, *steps, "```"])
