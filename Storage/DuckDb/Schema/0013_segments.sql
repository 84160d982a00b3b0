-- Sums without ports by segment, and services without exporters and groups: questions over a day then read hundreds of rows an hour instead of each service of each exporter.
-- Both have fewer keys than traffic, so they are made from it; afterwards upkeep goes on from where it has come.

CREATE TABLE segment_usage_5m (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, exporter INTEGER NOT NULL, vlan USMALLINT NOT NULL, protocol UTINYINT NOT NULL,
    application UBIGINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL, bytes_up BIGINT NOT NULL,
    bytes_down BIGINT NOT NULL, packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL,
    raw_packets BIGINT NOT NULL, flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO segment_usage_5m SELECT
    bucket, batch, exporter, vlan, protocol, application, client_sgt, server_sgt,
    least(greatest(sum(bytes_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(bytes_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(packets_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(packets_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(raw_bytes), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(raw_packets), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(flows_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(flows_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(denied_flows), -9223372036854775807), 9223372036854775807)::BIGINT
FROM traffic_5m GROUP BY bucket, batch, exporter, vlan, protocol, application, client_sgt, server_sgt
HAVING sum(bytes_up) <> 0 OR sum(bytes_down) <> 0 OR sum(packets_up) <> 0 OR sum(packets_down) <> 0 OR sum(raw_bytes) <> 0 OR sum(raw_packets) <> 0 OR sum(flows_up) <> 0 OR sum(flows_down) <> 0 OR sum(denied_flows) <> 0
ORDER BY bucket, batch;

CREATE TABLE segment_usage_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, exporter INTEGER NOT NULL, vlan USMALLINT NOT NULL, protocol UTINYINT NOT NULL,
    application UBIGINT NOT NULL, client_sgt USMALLINT NOT NULL, server_sgt USMALLINT NOT NULL, bytes_up BIGINT NOT NULL,
    bytes_down BIGINT NOT NULL, packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL,
    raw_packets BIGINT NOT NULL, flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO segment_usage_1h SELECT
    bucket, batch, exporter, vlan, protocol, application, client_sgt, server_sgt,
    least(greatest(sum(bytes_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(bytes_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(packets_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(packets_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(raw_bytes), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(raw_packets), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(flows_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(flows_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(denied_flows), -9223372036854775807), 9223372036854775807)::BIGINT
FROM traffic_1h GROUP BY bucket, batch, exporter, vlan, protocol, application, client_sgt, server_sgt
HAVING sum(bytes_up) <> 0 OR sum(bytes_down) <> 0 OR sum(packets_up) <> 0 OR sum(packets_down) <> 0 OR sum(raw_bytes) <> 0 OR sum(raw_packets) <> 0 OR sum(flows_up) <> 0 OR sum(flows_down) <> 0 OR sum(denied_flows) <> 0
ORDER BY bucket, batch;

CREATE TABLE service_usage_5m (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, protocol UTINYINT NOT NULL, server_port USMALLINT NOT NULL,
    application UBIGINT NOT NULL, vlan USMALLINT NOT NULL, bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL,
    packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL,
    flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO service_usage_5m SELECT
    bucket, batch, protocol, server_port, application, vlan,
    least(greatest(sum(bytes_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(bytes_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(packets_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(packets_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(raw_bytes), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(raw_packets), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(flows_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(flows_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(denied_flows), -9223372036854775807), 9223372036854775807)::BIGINT
FROM traffic_5m GROUP BY bucket, batch, protocol, server_port, application, vlan
HAVING sum(bytes_up) <> 0 OR sum(bytes_down) <> 0 OR sum(packets_up) <> 0 OR sum(packets_down) <> 0 OR sum(raw_bytes) <> 0 OR sum(raw_packets) <> 0 OR sum(flows_up) <> 0 OR sum(flows_down) <> 0 OR sum(denied_flows) <> 0
ORDER BY bucket, batch;

CREATE TABLE service_usage_1h (
    bucket UINTEGER NOT NULL, batch BIGINT NOT NULL, protocol UTINYINT NOT NULL, server_port USMALLINT NOT NULL,
    application UBIGINT NOT NULL, vlan USMALLINT NOT NULL, bytes_up BIGINT NOT NULL, bytes_down BIGINT NOT NULL,
    packets_up BIGINT NOT NULL, packets_down BIGINT NOT NULL, raw_bytes BIGINT NOT NULL, raw_packets BIGINT NOT NULL,
    flows_up BIGINT NOT NULL, flows_down BIGINT NOT NULL, denied_flows BIGINT NOT NULL
);
INSERT INTO service_usage_1h SELECT
    bucket, batch, protocol, server_port, application, vlan,
    least(greatest(sum(bytes_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(bytes_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(packets_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(packets_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(raw_bytes), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(raw_packets), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(flows_up), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(flows_down), -9223372036854775807), 9223372036854775807)::BIGINT,
    least(greatest(sum(denied_flows), -9223372036854775807), 9223372036854775807)::BIGINT
FROM traffic_1h GROUP BY bucket, batch, protocol, server_port, application, vlan
HAVING sum(bytes_up) <> 0 OR sum(bytes_down) <> 0 OR sum(packets_up) <> 0 OR sum(packets_down) <> 0 OR sum(raw_bytes) <> 0 OR sum(raw_packets) <> 0 OR sum(flows_up) <> 0 OR sum(flows_down) <> 0 OR sum(denied_flows) <> 0
ORDER BY bucket, batch;

INSERT INTO rollup_levels SELECT replace(name, 'traffic', 'segment_usage'), rolled, floor FROM rollup_levels WHERE name IN ('traffic_5m', 'traffic_1h');
INSERT INTO rollup_levels SELECT replace(name, 'traffic', 'service_usage'), rolled, floor FROM rollup_levels WHERE name IN ('traffic_5m', 'traffic_1h');
