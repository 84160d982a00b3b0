-- The keys that seal secrets and sign-ins: one ring for all processes on this store.
CREATE TABLE key_ring (
    name text COLLATE "C" PRIMARY KEY,
    xml text COLLATE "C" NOT NULL
);

-- Who changed what, when.
CREATE SEQUENCE audit_numbers;

CREATE TABLE audit_log (
    number bigint PRIMARY KEY,
    at_ms bigint NOT NULL,
    who text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    detail text COLLATE "C" NOT NULL,
    succeeded boolean NOT NULL
);

CREATE INDEX audit_log_at ON audit_log (at_ms);
