"""Provincial masters, the copies that schools keep of them, and new editions."""
