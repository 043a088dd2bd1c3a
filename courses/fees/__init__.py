"""Fees of those who are paid by the hour: rates, and statements of what was taught."""
