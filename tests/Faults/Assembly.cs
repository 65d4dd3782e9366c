// The classes wait more than they work: they run side by side, each on a Postgres of its own; the tests of a class one by one.
[assembly: CollectionBehavior(MaxParallelThreads = 8)]
