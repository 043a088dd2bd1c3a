"""What is done with people and units: rosters, roles."""
