"""Timetables as other systems write them. Plain functions between texts and plain data: no
database, no Django. What can't be read raises FormatError; `domain.format_words` words it.

`docs` of the shapes: 正方 prints cells (`zf_cell`), older cells (`zf_old_cell`) and lists
(`zf_list`); WakeUp exchanges CSV (`wakeup`); ITC-2019 is the XML of a competition (`itc2019`).
"""
