"""Who may do what: the tables of docs/quyen/ against every address and every verb, as every kind of officer, in every state."""
