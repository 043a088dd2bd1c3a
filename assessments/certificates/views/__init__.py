"""Screens: classes and issuing, certificates, the student's own, public verification."""
