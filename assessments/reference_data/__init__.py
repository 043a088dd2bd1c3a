"""What the product ships as data: credentials, readings and rules, and whether they are loaded."""
