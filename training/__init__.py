"""What makes the weights that ship; one module for each, see `docs/model-card.md`."""
