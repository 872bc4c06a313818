"""Generator of the open-model catalogue: data files in, a static site out."""
