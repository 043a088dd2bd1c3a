"""Page types: home, syllabus; what authors write."""
