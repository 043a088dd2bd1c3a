"""Lessons at random, as other systems could write them."""

from hypothesis import strategies as st

from courses.timetable.formats.lesson import Lesson, WeeklyTime
from courses.timetable.weeks import week_set

LAST_WEEK = 20
week_sets = st.sets(st.integers(1, LAST_WEEK), min_size=1).map(week_set)
names = (
    st.text("大学生职业发展ABC123 ()（）·/+", min_size=1, max_size=12).map(str.strip).filter(bool)
)
plain_names = names.map(lambda text: text.replace("/", "、"))


@st.composite
def times(draw):
    first = draw(st.integers(1, 12))
    return WeeklyTime(
        draw(st.integers(1, 7)), first, first + draw(st.integers(0, 3)), draw(week_sets)
    )


lessons = st.builds(
    Lesson,
    course=names,
    time=times(),
    room=st.one_of(st.just(""), plain_names),
    teacher=st.one_of(st.just(""), plain_names),
)
