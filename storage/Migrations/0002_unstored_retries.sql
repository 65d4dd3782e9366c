-- A message that could not be stored is tried again. raw becomes what it was meant to be: the message as Telegram's
-- library gave it, filled in after the page, so it may be missing for a moment. deleted_at: the server has it no more.
ALTER TABLE unstored_messages
    ADD COLUMN tried_at timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN deleted_at timestamptz;
