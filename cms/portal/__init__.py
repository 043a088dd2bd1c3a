"""The signed-in shell and the home page of each role."""
