"""The commands, one file each. They read options, call one function, and print."""
