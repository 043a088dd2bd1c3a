"""Places weekly demands in times and rooms. Plain Python: imports no Django.

`problem` and `solution` are the model, `search.solve` the search, `checker.check` the judge
that shares no code with it. Only `search` and what it uses load ortools.
"""
