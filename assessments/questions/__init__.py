"""Question bank and quizzes."""
