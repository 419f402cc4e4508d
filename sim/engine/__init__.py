"""Engine: one step, one loop, and the drivers that go through them."""
