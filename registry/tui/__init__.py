"""The face of the desk for a whole screen: it asks, calls the desk's verbs and shows, and knows no other face."""
