"""The rules of studying: pure functions over plain values; time and randomness are passed in."""
