-- Tokens of the REST API. Their secrets are nowhere, only hashes of them. A token goes when it is revoked.
CREATE TABLE api_tokens (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    installation  text NOT NULL,
    name          text NOT NULL,
    hash          bytea NOT NULL UNIQUE,  -- SHA-256 of the secret
    user_id       bigint REFERENCES users ON DELETE CASCADE, -- the only user that it opens; null opens all of the installation
    secret_ref    text,                   -- namespace/name of the Secret that it comes from; null when it was made through the API
    created_by    text NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz,
    last_used_at  timestamptz             -- at most a minute late
);
CREATE INDEX api_tokens_by_installation ON api_tokens (installation, id);
CREATE INDEX api_tokens_by_user ON api_tokens (user_id);
CREATE UNIQUE INDEX api_tokens_by_secret_ref ON api_tokens (installation, secret_ref);

-- Commands through the REST API and the pages: who did what, when, and how it ended. Tokens that are gone are still named.
CREATE TABLE audit_log (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    installation  text NOT NULL,
    at            timestamptz NOT NULL,
    caller        text NOT NULL,
    token_id      bigint,                 -- of api_tokens, once
    action        text NOT NULL,          -- name of the route, or its method and pattern
    path          text NOT NULL,
    status        integer NOT NULL,       -- of HTTP
    code          text,                   -- of the problem; null when it succeeded
    took          interval NOT NULL
);
CREATE INDEX audit_log_by_installation ON audit_log (installation, id);
CREATE INDEX audit_log_by_time ON audit_log (at);
