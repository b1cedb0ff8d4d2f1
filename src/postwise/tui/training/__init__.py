"""The screens of a training session: set-up, what the room sees, the secret vote, the facilitator's notes."""
