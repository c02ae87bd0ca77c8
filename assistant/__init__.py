"""Meeting Assistant: recordings and live meetings become minutes."""

__version__ = "0.1.0"
