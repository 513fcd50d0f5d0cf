"""How text of any script is laid into the cells of a terminal, so that nothing shown stands where it does not belong."""
