"""Rules in force, audits, and what is made of them."""
