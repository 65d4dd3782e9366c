-- Why the last session ended, until the next login: the worker that starts next finds nobody logged in, and would not know.
ALTER TABLE sessions
    ADD COLUMN end_state text,
    ADD COLUMN end_reason text,
    ADD COLUMN end_message text;
