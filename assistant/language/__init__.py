"""What the stages know of languages: marks, dates, names, speech acts, one file a subject."""
