"""The three-way merge, by examples and by properties."""

from hypothesis import assume, given
from hypothesis import strategies as st

from cms.masters.merging import Item, Outcome, Text, merge, merge_order, order_place, place_of

KEYS = "abcdefgh"
WORDS = st.sampled_from(["甲", "乙", "丙", "丁"])
FREE = st.just(False)


@st.composite
def items(draw, fixed=FREE):
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True))
    return tuple(Item(key, draw(WORDS), draw(fixed)) for key in keys)


@st.composite
def texts(draw, fixed=FREE):
    return Text({"title": draw(WORDS), "summary": draw(WORDS)}, {"body": draw(items(fixed))})


def body(merged):
    return [(item.key, item.value) for item in merged.text.lists["body"]]


def as_text(*pairs, title="题", fixed=()):
    return Text({"title": title}, {"body": [Item(k, v, k in fixed) for k, v in pairs]})


def outcomes(merged):
    return {step.place: step.outcome for step in merged.steps}


def test_change_of_the_edition_is_taken_and_ones_own_change_is_kept():
    base = as_text(("a", "甲"), ("b", "乙"))
    ours = as_text(("a", "甲"), ("b", "乙 校本"))
    theirs = as_text(("a", "甲 修订"), ("b", "乙"), title="新题")

    merged = merge(base, ours, theirs)

    assert body(merged) == [("a", "甲 修订"), ("b", "乙 校本")]
    assert merged.text.values == {"title": "新题"}
    assert outcomes(merged) == {
        "title": Outcome.TAKEN, "body:a": Outcome.TAKEN, "body:b": Outcome.KEPT
    }  # fmt: skip


def test_block_that_both_changed_stays_ours_until_a_person_chooses_theirs():
    base, ours, theirs = as_text(("a", "甲")), as_text(("a", "校")), as_text(("a", "省"))

    kept = merge(base, ours, theirs)
    chosen = merge(base, ours, theirs, prefer_theirs=[place_of("body", "a")])

    assert outcomes(kept)["body:a"] is Outcome.CONFLICT
    assert kept.steps[-1].theirs == "省"
    assert body(kept) == [("a", "校")]
    assert body(chosen) == [("a", "省")]


def test_local_blocks_keep_their_place_among_new_ones():
    base = as_text(("a", "1"), ("b", "2"), ("c", "3"))
    ours = as_text(("a", "1"), ("本", "校本案例"), ("b", "2"), ("c", "3"))
    theirs = as_text(("a", "1"), ("b", "2"), ("新", "新增"), ("c", "3"))

    assert [key for key, _ in body(merge(base, ours, theirs))] == ["a", "本", "b", "新", "c"]


def test_new_order_of_the_edition_is_followed_and_local_blocks_move_along():
    order, outcome = merge_order("abc", "axbc", "bca", {"a", "b", "c", "x"})

    assert order == ["b", "c", "a", "x"]
    assert outcome is Outcome.TAKEN


def test_order_that_both_changed_is_a_conflict():
    ours = merge_order("abc", "bac", "cba", set("abc"))
    theirs = merge_order("abc", "bac", "cba", set("abc"), prefer_theirs=True)

    assert ours == (["b", "a", "c"], Outcome.CONFLICT)
    assert theirs == (["c", "b", "a"], Outcome.CONFLICT)


def test_block_removed_by_the_edition_goes_unless_it_was_changed_here():
    base = as_text(("a", "甲"), ("b", "乙"))
    theirs = as_text()

    assert body(merge(base, base, theirs)) == []
    changed = merge(base, as_text(("a", "甲"), ("b", "改")), theirs)
    assert body(changed) == [("b", "改")]
    assert outcomes(changed)["body:b"] is Outcome.CONFLICT


def test_block_removed_here_stays_removed_and_is_offered_when_the_edition_changed_it():
    base = as_text(("a", "甲"))

    assert body(merge(base, as_text(), base)) == []
    offered = merge(base, as_text(), as_text(("a", "新")))
    assert body(offered) == []
    assert outcomes(offered)["body:a"] is Outcome.CONFLICT


def test_fixed_item_comes_back_and_replaces_what_was_changed():
    base = as_text(("a", "甲"), ("b", "乙"))
    theirs = as_text(("a", "甲"), ("b", "乙"), fixed="ab")

    merged = merge(base, as_text(("a", "改")), theirs)

    assert body(merged) == [("a", "甲"), ("b", "乙")]
    assert outcomes(merged)["body:a"] is Outcome.REPLACED


@given(texts(), texts(), texts())
def test_nothing_local_is_ever_lost(base, ours, theirs):
    result = dict(body(merge(base, ours, theirs)))
    old = {item.key: item.value for item in base.lists["body"]}
    for item in ours.lists["body"]:
        if item.value != old.get(item.key):
            assert result[item.key] == item.value
    assert all(
        value == ours.values[name] or ours.values[name] == base.values[name]
        for name, value in merge(base, ours, theirs).text.values.items()
    )


@given(texts(), texts(), texts(st.booleans()), st.booleans())
def test_merging_the_same_edition_again_changes_nothing(base, ours, theirs, fixed):
    once = merge(base, ours, theirs, fixed=fixed).text

    again = merge(theirs, once, theirs, fixed=fixed)

    assert again.text == once
    assert again.outcomes <= {Outcome.SAME, Outcome.KEPT}


@given(texts(), texts())
def test_edition_without_a_change_leaves_ours_alone(base, ours):
    assert merge(base, ours, base).text == ours


@given(texts(), texts())
def test_copy_without_a_change_becomes_the_edition(base, theirs):
    merged = merge(base, base, theirs)

    assert merged.text.values == theirs.values
    assert {i.key: i for i in merged.text.lists["body"]} == {i.key: i for i in theirs.lists["body"]}
    if {i.key for i in base.lists["body"]} == {i.key for i in theirs.lists["body"]}:
        assert merged.text == theirs


@given(texts(), texts(), texts(st.booleans()))
def test_what_is_fixed_is_always_theirs(base, ours, theirs):
    result = {item.key: item for item in merge(base, ours, theirs).text.lists["body"]}
    for item in theirs.lists["body"]:
        if item.fixed:
            assert result[item.key] == item
    assert merge(base, ours, theirs, fixed=True).text == theirs


@given(texts(), texts(), texts())
def test_choosing_theirs_everywhere_leaves_nothing_of_ours_where_both_changed(base, ours, theirs):
    conflicts = [s for s in merge(base, ours, theirs).steps if s.outcome is Outcome.CONFLICT]
    assume(conflicts)

    chosen = merge(base, ours, theirs, prefer_theirs=[s.place for s in conflicts])

    for step in chosen.steps:
        if step.outcome is Outcome.CONFLICT and step.place != order_place("body"):
            assert step.result == step.theirs


@given(texts(), texts(), texts(st.booleans()))
def test_no_item_stands_twice(base, ours, theirs):
    keys = [key for key, _ in body(merge(base, ours, theirs))]

    assert len(keys) == len(set(keys))
