### Lo que se dice de otro modo en España.

