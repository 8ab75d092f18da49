"""Those who move the money. An adapter that has to call out answers "pending" and calls after the commit; its notice tells the rest."""
