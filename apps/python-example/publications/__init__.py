"""Named entities counted by publication: a WSGI application with Falcon."""
