"""A consumer group leaves its region and goes on in the other, from the offsets that the flow translated."""

from __future__ import annotations

GROUP, COUNT, READ = "billing", 1000, 400


def test_a_group_resumes_in_the_other_region(records, eventually, fresh):
    records("write", "east", "orders.resumed", 0, count=COUNT)
    here = records("group", "east", "orders.resumed", GROUP, count=READ)
    committed = records("offsets", "east", "orders.resumed", GROUP)
    assert len(here) == len(set(here)) == READ
    copy = "east.orders.resumed"
    arrived = records("read", "west", copy, count=COUNT, patience=60)
    assert sorted(set().union(*arrived.values())) == list(range(COUNT))

    translated = eventually(
        lambda: records("offsets", "west", copy, GROUP), lambda found: found.keys() == committed.keys()
    )
    assert all(translated[number] <= committed[number] for number in committed), (translated, committed)
    # What a group reads again is what lies between its offset and the translated one.
    again = sum(committed.values()) - sum(translated.values())
    there = records("group", "west", copy, GROUP, count=COUNT - READ + again, patience=15)
    lost = set(range(COUNT)) - set(here) - set(there)
    repeated = set(here) & set(there)
    print(f"group {GROUP}: {READ} read in east, {len(there)} in west: {len(lost)} lost, {len(repeated)} read again")
    assert lost == set()
    assert len(repeated) == again
