"""The signed-in shell and the home page of each role.

Parts that lists share, so that they look and behave the same:

- `{% include "parts/pagination.html" with page=page %}`: previous, next, page x of y; keeps the
  rest of the address.
- `{% include "parts/sort_header.html" with key="name" label=label sort=sort %}`: a `<th>` that
  sorts by `?sort=name`, and by `?sort=-name` when clicked again.
- `{% include "parts/empty.html" with text=text address=address action=action %}`: what is missing
  and what to do next.
"""
