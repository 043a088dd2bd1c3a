"""Accounts and sign-in. Depends on no other app of ours."""
