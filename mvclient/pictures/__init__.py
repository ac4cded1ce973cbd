"""The kinds of picture files: what is taken of each, and how it is decoded whole without costing the machine."""
