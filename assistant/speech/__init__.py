"""What the stages know of sound: voices, recognition, cuts and pauses, one file a subject."""
