"""From an official document's words to a tracked plan: what is proposed, what is asked, what the officer answers."""
