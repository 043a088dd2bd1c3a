"""Files in and out, and the long work that makes them. Imports no other app of ours."""
