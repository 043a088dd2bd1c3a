"""The landscape of a school: weekly meetings of several periods, in some of the weeks.

`arrays` is what is given, `compile` makes it of a problem, `state` is a plan with its counts,
`price` tells what a meeting costs at a place, `carrying` takes meetings out and puts them in,
`kernel` anneals, `landscape` is what the search in `annealing` sees.
"""
