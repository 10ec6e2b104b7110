# bench: nothing yet.
