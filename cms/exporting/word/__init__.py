"""Templates of Word files, and the program that makes them."""
