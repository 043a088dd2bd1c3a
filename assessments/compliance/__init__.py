"""Rules as data, metrics, evidence, audit."""
