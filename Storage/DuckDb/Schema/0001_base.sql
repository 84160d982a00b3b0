-- Dictionaries: what flow and conversation rows name by number. Entries are committed before the first row that uses them.
CREATE TABLE exporters (
    id INTEGER NOT NULL,
    address UHUGEINT NOT NULL,
    domain UINTEGER NOT NULL,
    version UTINYINT NOT NULL
);

CREATE TABLE texts (
    id INTEGER NOT NULL,
    text VARCHAR NOT NULL
);

CREATE TABLE lanes (
    id INTEGER NOT NULL,
    gateway VARCHAR NOT NULL,
    epoch BIGINT NOT NULL,
    worker INTEGER NOT NULL,
    last_sequence BIGINT NOT NULL
);

-- Catalogue of the tables flows_yyyymmdd, flows_yyyymmdd_2, ... (day of arrival). "columns" names what the table has, separated by commas:
-- a day goes on in another part when a column comes up that its table lacks. Rows of dropped tables stay and keep the count of flows ever
-- stored.
CREATE TABLE flow_days (
    day INTEGER NOT NULL,
    part INTEGER NOT NULL,
    columns VARCHAR NOT NULL,
    "rows" BIGINT NOT NULL,
    min_end_ms BIGINT NOT NULL,
    max_end_ms BIGINT NOT NULL,
    dropped BOOLEAN NOT NULL
);

-- Catalogue of the day tables conversations_yyyymmdd (day of commit).
CREATE TABLE conversation_days (
    day INTEGER NOT NULL,
    "rows" BIGINT NOT NULL,
    min_bucket BIGINT NOT NULL,
    max_bucket BIGINT NOT NULL,
    min_batch BIGINT NOT NULL,
    max_batch BIGINT NOT NULL,
    dropped BOOLEAN NOT NULL
);

CREATE TABLE watermarks (
    partition INTEGER NOT NULL,
    commit_number BIGINT NOT NULL,
    entity_commit_number BIGINT NOT NULL
);

CREATE TABLE positions (
    partition INTEGER NOT NULL,
    lane INTEGER NOT NULL,
    sequence BIGINT NOT NULL
);

CREATE TABLE bindings (
    address UHUGEINT NOT NULL,
    mac UBIGINT NOT NULL,
    source UTINYINT NOT NULL,
    first_ms BIGINT NOT NULL,
    last_ms BIGINT NOT NULL,
    exporter UHUGEINT NOT NULL,
    interface UINTEGER NOT NULL,
    vlan USMALLINT NOT NULL
);

CREATE TABLE entity_states (
    kind UTINYINT NOT NULL,
    key VARCHAR NOT NULL,
    version BIGINT NOT NULL,
    state BLOB NOT NULL
);

-- Identities are numbers as in conversations: device is the DeviceId value, address and switch are IpAddr values; 0 = none.
CREATE TABLE devices (
    id VARCHAR NOT NULL,
    device UHUGEINT NOT NULL,
    address UHUGEINT NOT NULL,
    sgt INTEGER NOT NULL,
    switch UHUGEINT NOT NULL,
    interface BIGINT NOT NULL,
    vlan INTEGER NOT NULL,
    first_seen_ms BIGINT NOT NULL,
    last_seen_ms BIGINT NOT NULL,
    flows BIGINT NOT NULL,
    bytes_sent UBIGINT NOT NULL,
    bytes_received UBIGINT NOT NULL,
    merged_into VARCHAR NOT NULL
);

CREATE TABLE switches (
    id VARCHAR NOT NULL,
    address UHUGEINT NOT NULL,
    interfaces INTEGER NOT NULL,
    devices INTEGER NOT NULL,
    first_seen_ms BIGINT NOT NULL,
    last_seen_ms BIGINT NOT NULL,
    flows BIGINT NOT NULL,
    bytes UBIGINT NOT NULL
);

CREATE TABLE exporter_states (
    exporter INTEGER NOT NULL,
    state BLOB NOT NULL
);

CREATE TABLE exporter_health (
    exporter INTEGER NOT NULL,
    minute_ms BIGINT NOT NULL,
    datagrams BIGINT NOT NULL,
    records BIGINT NOT NULL,
    flows BIGINT NOT NULL,
    lost_units BIGINT NOT NULL,
    decode_errors BIGINT NOT NULL,
    clock_offset_ms BIGINT NOT NULL
);

CREATE TABLE applications (
    id UBIGINT NOT NULL,
    name VARCHAR NOT NULL
);

CREATE TABLE grain_state (
    type VARCHAR NOT NULL,
    id VARCHAR NOT NULL,
    etag VARCHAR NOT NULL,
    data BLOB NOT NULL
);

-- Named numbers of the whole store: 'batch' is the newest group commit in conversations, 'journal' the last journal file whose flows are in
-- the tables, 'partitions' the number of partitions (0: not fixed yet), 'store' tells this database from others.
CREATE TABLE store_counters (
    name VARCHAR NOT NULL,
    value BIGINT NOT NULL
);

INSERT INTO store_counters VALUES ('batch', 0), ('journal', 0), ('partitions', 0), ('store', (random() * 9e15)::BIGINT);
