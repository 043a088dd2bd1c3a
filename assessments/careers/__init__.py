"""Career tests, portfolio, counselling."""
