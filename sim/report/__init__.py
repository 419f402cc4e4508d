"""Reports: tables, stories, explanations, figures and pages."""
