-- What was brought from older installations: how far each is, and their rows as they were, but for secrets (docs/migration.md).
CREATE TABLE legacy_imports (
    source text COLLATE "C" PRIMARY KEY,
    started_ms bigint NOT NULL,
    finished_ms bigint NOT NULL,
    flows_through bigint NOT NULL,
    facts_after bigint NOT NULL,
    object text COLLATE "C" NOT NULL
);

CREATE TABLE legacy_rows (
    source text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    key text COLLATE "C" NOT NULL,
    remark text COLLATE "C" NOT NULL,
    object text COLLATE "C" NOT NULL,
    PRIMARY KEY (source, name, key)
);
