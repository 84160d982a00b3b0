-- What was brought from older installations: how far each is, and their rows as they were, but for secrets (docs/migration.md).
CREATE TABLE legacy_imports (
    source VARCHAR PRIMARY KEY,
    started_ms BIGINT NOT NULL,
    finished_ms BIGINT NOT NULL,
    flows_through BIGINT NOT NULL,
    facts_after BIGINT NOT NULL,
    object VARCHAR NOT NULL
);

CREATE TABLE legacy_rows (
    source VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    remark VARCHAR NOT NULL,
    object VARCHAR NOT NULL
);
