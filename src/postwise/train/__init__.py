"""Learning together: a session is its events; what a screen, a file or a debrief shows is worked out from them."""
