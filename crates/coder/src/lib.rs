//! Trees to events, every field with the words it came from.
