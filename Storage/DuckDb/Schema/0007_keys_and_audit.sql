-- The keys that seal secrets and sign-ins: one ring for all processes on this store.
CREATE TABLE key_ring (
    name VARCHAR PRIMARY KEY,
    xml VARCHAR NOT NULL
);

-- Who changed what, when.
CREATE SEQUENCE audit_numbers;

CREATE TABLE audit_log (
    number BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    who VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    detail VARCHAR NOT NULL,
    succeeded BOOLEAN NOT NULL
);
