"""What follows from the facts: pure functions from the catalogue to answers and views."""
