-- The long tier: both ways of an exchange in one row, hosts by number, in tables of a day each that the code makes.
CREATE SEQUENCE host_ids;

CREATE TABLE hosts (
    id INTEGER NOT NULL DEFAULT nextval('host_ids'),
    address UHUGEINT NOT NULL,
    last_ms BIGINT NOT NULL
);

-- What part of the flow log has become biflows: "arrived_ms" is its last millisecond.
CREATE TABLE biflow_parts (
    arrived_ms BIGINT PRIMARY KEY,
    rows BIGINT NOT NULL,
    flows BIGINT NOT NULL,
    min_end_ms BIGINT NOT NULL,
    max_end_ms BIGINT NOT NULL
);
