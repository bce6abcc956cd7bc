"""How a plan grows: pure functions over frozen values. No Django, no clock, no chance."""
