"""Model: the rules themselves: actors, the world, policies, mechanisms, and what is measured."""
