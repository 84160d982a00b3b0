-- Rollups of conversations. bucket: five-minute buckets since 1970, the first of the row's hour or day at coarser levels.
-- batch: the commit batch up to which the row was made (see RollupFamily). The same keys may occur in several rows of a bucket.

-- How far each level has come, and below which bucket retention has emptied it.
CREATE TABLE rollup_levels (name VARCHAR PRIMARY KEY, rolled BIGINT NOT NULL, floor UINTEGER NOT NULL);

-- Bounded levels: bytes of the largest key that a run left out, by bucket.
CREATE TABLE rollup_errors (name VARCHAR NOT NULL, bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, bytes DOUBLE NOT NULL);

-- When upkeep last did what, Unix milliseconds.
CREATE TABLE upkeep_runs (name VARCHAR PRIMARY KEY, at_ms BIGINT NOT NULL);

-- What retention has removed, by logical table.
CREATE TABLE retention_deleted (name VARCHAR PRIMARY KEY, rows BIGINT NOT NULL);

CREATE TABLE switch_usage_5m (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, exporter INTEGER NOT NULL, bytes_up UBIGINT NOT NULL,
    bytes_down UBIGINT NOT NULL, packets_up UBIGINT NOT NULL, packets_down UBIGINT NOT NULL, raw_bytes UBIGINT NOT NULL,
    raw_packets UBIGINT NOT NULL, flows_up UBIGINT NOT NULL, flows_down UBIGINT NOT NULL, denied_flows UBIGINT NOT NULL,
    internal_bytes UBIGINT NOT NULL, identified_bytes UBIGINT NOT NULL
);

CREATE TABLE switch_usage_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, exporter INTEGER NOT NULL, bytes_up UBIGINT NOT NULL,
    bytes_down UBIGINT NOT NULL, packets_up UBIGINT NOT NULL, packets_down UBIGINT NOT NULL, raw_bytes UBIGINT NOT NULL,
    raw_packets UBIGINT NOT NULL, flows_up UBIGINT NOT NULL, flows_down UBIGINT NOT NULL, denied_flows UBIGINT NOT NULL,
    internal_bytes UBIGINT NOT NULL, identified_bytes UBIGINT NOT NULL
);

CREATE TABLE sgt_pair_usage_5m (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL,
    protocol UTINYINT NOT NULL, server_port USMALLINT NOT NULL, bytes_up UBIGINT NOT NULL, bytes_down UBIGINT NOT NULL,
    packets_up UBIGINT NOT NULL, packets_down UBIGINT NOT NULL, raw_bytes UBIGINT NOT NULL, raw_packets UBIGINT NOT NULL,
    flows_up UBIGINT NOT NULL, flows_down UBIGINT NOT NULL, denied_flows UBIGINT NOT NULL
);

CREATE TABLE sgt_pair_usage_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL,
    protocol UTINYINT NOT NULL, server_port USMALLINT NOT NULL, bytes_up UBIGINT NOT NULL, bytes_down UBIGINT NOT NULL,
    packets_up UBIGINT NOT NULL, packets_down UBIGINT NOT NULL, raw_bytes UBIGINT NOT NULL, raw_packets UBIGINT NOT NULL,
    flows_up UBIGINT NOT NULL, flows_down UBIGINT NOT NULL, denied_flows UBIGINT NOT NULL
);

CREATE TABLE traffic_5m (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, exporter INTEGER NOT NULL, protocol UTINYINT NOT NULL,
    server_port USMALLINT NOT NULL, vlan USMALLINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL,
    application UBIGINT NOT NULL, bytes_up UBIGINT NOT NULL, bytes_down UBIGINT NOT NULL, packets_up UBIGINT NOT NULL,
    packets_down UBIGINT NOT NULL, raw_bytes UBIGINT NOT NULL, raw_packets UBIGINT NOT NULL, flows_up UBIGINT NOT NULL,
    flows_down UBIGINT NOT NULL, denied_flows UBIGINT NOT NULL
);

CREATE TABLE traffic_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, exporter INTEGER NOT NULL, protocol UTINYINT NOT NULL,
    server_port USMALLINT NOT NULL, vlan USMALLINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL,
    application UBIGINT NOT NULL, bytes_up UBIGINT NOT NULL, bytes_down UBIGINT NOT NULL, packets_up UBIGINT NOT NULL,
    packets_down UBIGINT NOT NULL, raw_bytes UBIGINT NOT NULL, raw_packets UBIGINT NOT NULL, flows_up UBIGINT NOT NULL,
    flows_down UBIGINT NOT NULL, denied_flows UBIGINT NOT NULL
);

CREATE TABLE device_usage_5m (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, device UHUGEINT NOT NULL, bytes_up UBIGINT NOT NULL,
    bytes_down UBIGINT NOT NULL, packets_up UBIGINT NOT NULL, packets_down UBIGINT NOT NULL, raw_bytes UBIGINT NOT NULL,
    raw_packets UBIGINT NOT NULL, flows_up UBIGINT NOT NULL, flows_down UBIGINT NOT NULL, denied_flows UBIGINT NOT NULL
);

CREATE TABLE device_usage_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, device UHUGEINT NOT NULL, bytes_up UBIGINT NOT NULL,
    bytes_down UBIGINT NOT NULL, packets_up UBIGINT NOT NULL, packets_down UBIGINT NOT NULL, raw_bytes UBIGINT NOT NULL,
    raw_packets UBIGINT NOT NULL, flows_up UBIGINT NOT NULL, flows_down UBIGINT NOT NULL, denied_flows UBIGINT NOT NULL
);

CREATE TABLE device_pairs_5m (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client_device UHUGEINT NOT NULL, server_device UHUGEINT NOT NULL,
    bytes_up UBIGINT NOT NULL, bytes_down UBIGINT NOT NULL, packets_up UBIGINT NOT NULL, packets_down UBIGINT NOT NULL,
    raw_bytes UBIGINT NOT NULL, raw_packets UBIGINT NOT NULL, flows_up UBIGINT NOT NULL, flows_down UBIGINT NOT NULL,
    denied_flows UBIGINT NOT NULL
);

CREATE TABLE device_pairs_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client_device UHUGEINT NOT NULL, server_device UHUGEINT NOT NULL,
    bytes_up UBIGINT NOT NULL, bytes_down UBIGINT NOT NULL, packets_up UBIGINT NOT NULL, packets_down UBIGINT NOT NULL,
    raw_bytes UBIGINT NOT NULL, raw_packets UBIGINT NOT NULL, flows_up UBIGINT NOT NULL, flows_down UBIGINT NOT NULL,
    denied_flows UBIGINT NOT NULL
);

CREATE TABLE conversations_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client UHUGEINT NOT NULL, server UHUGEINT NOT NULL,
    client_device UHUGEINT NOT NULL, server_device UHUGEINT NOT NULL, internal UTINYINT NOT NULL, protocol UTINYINT NOT NULL,
    server_port USMALLINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL, exporter INTEGER NOT NULL,
    vlan USMALLINT NOT NULL, application UBIGINT NOT NULL, bytes_up UBIGINT NOT NULL, bytes_down UBIGINT NOT NULL,
    packets_up UBIGINT NOT NULL, packets_down UBIGINT NOT NULL, raw_bytes UBIGINT NOT NULL, raw_packets UBIGINT NOT NULL,
    flows_up UBIGINT NOT NULL, flows_down UBIGINT NOT NULL, denied_flows UBIGINT NOT NULL
);

CREATE TABLE conversations_1d (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client UHUGEINT NOT NULL, server UHUGEINT NOT NULL,
    client_device UHUGEINT NOT NULL, server_device UHUGEINT NOT NULL, internal UTINYINT NOT NULL, protocol UTINYINT NOT NULL,
    server_port USMALLINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL, exporter INTEGER NOT NULL,
    vlan USMALLINT NOT NULL, application UBIGINT NOT NULL, bytes_up UBIGINT NOT NULL, bytes_down UBIGINT NOT NULL,
    packets_up UBIGINT NOT NULL, packets_down UBIGINT NOT NULL, raw_bytes UBIGINT NOT NULL, raw_packets UBIGINT NOT NULL,
    flows_up UBIGINT NOT NULL, flows_down UBIGINT NOT NULL, denied_flows UBIGINT NOT NULL
);
