"""The parts of the generator of the demonstration registers: one module per kind of record."""
