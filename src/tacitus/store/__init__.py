"""Reports, claims, decisions and events at rest."""
