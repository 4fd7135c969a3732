"""The sample archive: a small fictional diplomatic world, and the program that writes it."""
