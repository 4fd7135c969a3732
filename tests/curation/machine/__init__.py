"""
The parts of the state machine of ``test_machine``: what it knows of each cable, and what
people do, by subject. Each part holds rules, and changes the model as its rules say.
"""
