"""An invented city for measuring, testing and showing: believable rows, no real persons.

`build.make_city` writes it; the same plan gives the same rows. The parts depend on each other in
the order tree → people → posts → sittings → yearly records; each draws from a random stream of
its own, so that a change in one part leaves the rows of the others as they were.
"""
