-- Pages by what became of them: for counts, and to find the failed ones that are to be tried again.
CREATE INDEX pages_by_state ON pages (state, reason);
