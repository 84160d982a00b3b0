-- Rows can be withdrawn, when it turns out later whose they were: counters of rollups are signed. (Tables of days: ConversationTable.Upgrade.)
-- Tables are made anew: a change of type with an expression cannot be replayed from the write-ahead log.

ALTER TABLE switch_usage_1h RENAME TO switch_usage_1h_before;
CREATE TABLE switch_usage_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, exporter INTEGER NOT NULL, bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL,
    packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL, flows_up BIGINT NOT NULL,
    flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL, internal_bytes BIGINT NOT NULL, identified_bytes BIGINT NOT NULL
);
INSERT INTO switch_usage_1h SELECT
    bucket, batch, exporter, least(bytes_up, 9223372036854775807), least(bytes_down, 9223372036854775807), least(packets_up, 9223372036854775807),
    least(packets_down, 9223372036854775807), least(raw_bytes, 9223372036854775807), least(raw_packets, 9223372036854775807), least(flows_up,
    9223372036854775807), least(flows_down, 9223372036854775807), least(denied_flows, 9223372036854775807), least(internal_bytes,
    9223372036854775807), least(identified_bytes, 9223372036854775807)
FROM switch_usage_1h_before;
DROP TABLE switch_usage_1h_before;

ALTER TABLE sgt_pair_usage_5m RENAME TO sgt_pair_usage_5m_before;
CREATE TABLE sgt_pair_usage_5m (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL, protocol UTINYINT NOT NULL,
    server_port USMALLINT NOT NULL, bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL, packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL,
    raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL, flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO sgt_pair_usage_5m SELECT
    bucket, batch, client_sgt, server_sgt, protocol, server_port, least(bytes_up, 9223372036854775807), least(bytes_down, 9223372036854775807),
    least(packets_up, 9223372036854775807), least(packets_down, 9223372036854775807), least(raw_bytes, 9223372036854775807), least(raw_packets,
    9223372036854775807), least(flows_up, 9223372036854775807), least(flows_down, 9223372036854775807), least(denied_flows, 9223372036854775807)
FROM sgt_pair_usage_5m_before;
DROP TABLE sgt_pair_usage_5m_before;

ALTER TABLE sgt_pair_usage_1h RENAME TO sgt_pair_usage_1h_before;
CREATE TABLE sgt_pair_usage_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL, protocol UTINYINT NOT NULL,
    server_port USMALLINT NOT NULL, bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL, packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL,
    raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL, flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO sgt_pair_usage_1h SELECT
    bucket, batch, client_sgt, server_sgt, protocol, server_port, least(bytes_up, 9223372036854775807), least(bytes_down, 9223372036854775807),
    least(packets_up, 9223372036854775807), least(packets_down, 9223372036854775807), least(raw_bytes, 9223372036854775807), least(raw_packets,
    9223372036854775807), least(flows_up, 9223372036854775807), least(flows_down, 9223372036854775807), least(denied_flows, 9223372036854775807)
FROM sgt_pair_usage_1h_before;
DROP TABLE sgt_pair_usage_1h_before;

ALTER TABLE traffic_5m RENAME TO traffic_5m_before;
CREATE TABLE traffic_5m (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, exporter INTEGER NOT NULL, protocol UTINYINT NOT NULL, server_port USMALLINT NOT NULL,
    vlan USMALLINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL, application UBIGINT NOT NULL, bytes_up BIGINT NOT NULL,
    bytes_down BIGINT NOT NULL, packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL,
    flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO traffic_5m SELECT
    bucket, batch, exporter, protocol, server_port, vlan, client_sgt, server_sgt, application, least(bytes_up, 9223372036854775807),
    least(bytes_down, 9223372036854775807), least(packets_up, 9223372036854775807), least(packets_down, 9223372036854775807), least(raw_bytes,
    9223372036854775807), least(raw_packets, 9223372036854775807), least(flows_up, 9223372036854775807), least(flows_down, 9223372036854775807),
    least(denied_flows, 9223372036854775807)
FROM traffic_5m_before;
DROP TABLE traffic_5m_before;

ALTER TABLE traffic_1h RENAME TO traffic_1h_before;
CREATE TABLE traffic_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, exporter INTEGER NOT NULL, protocol UTINYINT NOT NULL, server_port USMALLINT NOT NULL,
    vlan USMALLINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL, application UBIGINT NOT NULL, bytes_up BIGINT NOT NULL,
    bytes_down BIGINT NOT NULL, packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL,
    flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO traffic_1h SELECT
    bucket, batch, exporter, protocol, server_port, vlan, client_sgt, server_sgt, application, least(bytes_up, 9223372036854775807),
    least(bytes_down, 9223372036854775807), least(packets_up, 9223372036854775807), least(packets_down, 9223372036854775807), least(raw_bytes,
    9223372036854775807), least(raw_packets, 9223372036854775807), least(flows_up, 9223372036854775807), least(flows_down, 9223372036854775807),
    least(denied_flows, 9223372036854775807)
FROM traffic_1h_before;
DROP TABLE traffic_1h_before;

ALTER TABLE device_usage_5m RENAME TO device_usage_5m_before;
CREATE TABLE device_usage_5m (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, device UHUGEINT NOT NULL, bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL,
    packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL, flows_up BIGINT NOT NULL,
    flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO device_usage_5m SELECT
    bucket, batch, device, least(bytes_up, 9223372036854775807), least(bytes_down, 9223372036854775807), least(packets_up, 9223372036854775807),
    least(packets_down, 9223372036854775807), least(raw_bytes, 9223372036854775807), least(raw_packets, 9223372036854775807), least(flows_up,
    9223372036854775807), least(flows_down, 9223372036854775807), least(denied_flows, 9223372036854775807)
FROM device_usage_5m_before;
DROP TABLE device_usage_5m_before;

ALTER TABLE device_usage_1h RENAME TO device_usage_1h_before;
CREATE TABLE device_usage_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, device UHUGEINT NOT NULL, bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL,
    packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL, flows_up BIGINT NOT NULL,
    flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO device_usage_1h SELECT
    bucket, batch, device, least(bytes_up, 9223372036854775807), least(bytes_down, 9223372036854775807), least(packets_up, 9223372036854775807),
    least(packets_down, 9223372036854775807), least(raw_bytes, 9223372036854775807), least(raw_packets, 9223372036854775807), least(flows_up,
    9223372036854775807), least(flows_down, 9223372036854775807), least(denied_flows, 9223372036854775807)
FROM device_usage_1h_before;
DROP TABLE device_usage_1h_before;

ALTER TABLE device_pairs_5m RENAME TO device_pairs_5m_before;
CREATE TABLE device_pairs_5m (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client_device UHUGEINT NOT NULL, server_device UHUGEINT NOT NULL, bytes_up BIGINT NOT NULL,
    bytes_down BIGINT NOT NULL, packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL,
    flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO device_pairs_5m SELECT
    bucket, batch, client_device, server_device, least(bytes_up, 9223372036854775807), least(bytes_down, 9223372036854775807), least(packets_up,
    9223372036854775807), least(packets_down, 9223372036854775807), least(raw_bytes, 9223372036854775807), least(raw_packets, 9223372036854775807),
    least(flows_up, 9223372036854775807), least(flows_down, 9223372036854775807), least(denied_flows, 9223372036854775807)
FROM device_pairs_5m_before;
DROP TABLE device_pairs_5m_before;

ALTER TABLE device_pairs_1h RENAME TO device_pairs_1h_before;
CREATE TABLE device_pairs_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client_device UHUGEINT NOT NULL, server_device UHUGEINT NOT NULL, bytes_up BIGINT NOT NULL,
    bytes_down BIGINT NOT NULL, packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL,
    flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO device_pairs_1h SELECT
    bucket, batch, client_device, server_device, least(bytes_up, 9223372036854775807), least(bytes_down, 9223372036854775807), least(packets_up,
    9223372036854775807), least(packets_down, 9223372036854775807), least(raw_bytes, 9223372036854775807), least(raw_packets, 9223372036854775807),
    least(flows_up, 9223372036854775807), least(flows_down, 9223372036854775807), least(denied_flows, 9223372036854775807)
FROM device_pairs_1h_before;
DROP TABLE device_pairs_1h_before;

ALTER TABLE conversations_1h RENAME TO conversations_1h_before;
CREATE TABLE conversations_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client UHUGEINT NOT NULL, server UHUGEINT NOT NULL, client_device UHUGEINT NOT NULL,
    server_device UHUGEINT NOT NULL, internal UTINYINT NOT NULL, protocol UTINYINT NOT NULL, server_port USMALLINT NOT NULL,
    client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL, exporter INTEGER NOT NULL, vlan USMALLINT NOT NULL, application UBIGINT NOT NULL,
    bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL, packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL,
    raw_packets BIGINT NOT NULL, flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO conversations_1h SELECT
    bucket, batch, client, server, client_device, server_device, internal, protocol, server_port, client_sgt, server_sgt, exporter, vlan,
    application, least(bytes_up, 9223372036854775807), least(bytes_down, 9223372036854775807), least(packets_up, 9223372036854775807),
    least(packets_down, 9223372036854775807), least(raw_bytes, 9223372036854775807), least(raw_packets, 9223372036854775807), least(flows_up,
    9223372036854775807), least(flows_down, 9223372036854775807), least(denied_flows, 9223372036854775807)
FROM conversations_1h_before;
DROP TABLE conversations_1h_before;

ALTER TABLE conversations_1d RENAME TO conversations_1d_before;
CREATE TABLE conversations_1d (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, client UHUGEINT NOT NULL, server UHUGEINT NOT NULL, client_device UHUGEINT NOT NULL,
    server_device UHUGEINT NOT NULL, internal UTINYINT NOT NULL, protocol UTINYINT NOT NULL, server_port USMALLINT NOT NULL,
    client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL, exporter INTEGER NOT NULL, vlan USMALLINT NOT NULL, application UBIGINT NOT NULL,
    bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL, packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL,
    raw_packets BIGINT NOT NULL, flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO conversations_1d SELECT
    bucket, batch, client, server, client_device, server_device, internal, protocol, server_port, client_sgt, server_sgt, exporter, vlan,
    application, least(bytes_up, 9223372036854775807), least(bytes_down, 9223372036854775807), least(packets_up, 9223372036854775807),
    least(packets_down, 9223372036854775807), least(raw_bytes, 9223372036854775807), least(raw_packets, 9223372036854775807), least(flows_up,
    9223372036854775807), least(flows_down, 9223372036854775807), least(denied_flows, 9223372036854775807)
FROM conversations_1d_before;
DROP TABLE conversations_1d_before;
