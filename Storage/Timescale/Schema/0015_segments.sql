-- Sums without ports by segment, and services without exporters and groups: questions over a day then read hundreds of rows an hour instead of each service of each exporter.
-- Both have fewer keys than traffic, so they are made from it; afterwards upkeep goes on from where it has come.
-- Upkeep of processes that still run waits meanwhile: what is copied and how far it goes must be of one moment.
LOCK TABLE rollup_levels IN SHARE MODE;

CREATE TABLE segment_usage_5m (
    bucket bigint NOT NULL, batch bigint NOT NULL, exporter integer NOT NULL, vlan integer NOT NULL, protocol smallint NOT NULL,
    application bigint NOT NULL, client_sgt integer NOT NULL, server_sgt integer NOT NULL, bytes_up bigint NOT NULL,
    bytes_down bigint NOT NULL, packets_up bigint NOT NULL, packets_down bigint NOT NULL, raw_bytes bigint NOT NULL,
    raw_packets bigint NOT NULL, flows_up bigint NOT NULL, flows_down bigint NOT NULL, denied_flows bigint NOT NULL
);
INSERT INTO segment_usage_5m SELECT
    bucket, batch, exporter, vlan, protocol, application, client_sgt, server_sgt,
    least(greatest(sum(bytes_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(bytes_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(packets_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(packets_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(raw_bytes), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(raw_packets), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(flows_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(flows_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(denied_flows), -9223372036854775807), 9223372036854775807)::bigint
FROM traffic_5m GROUP BY bucket, batch, exporter, vlan, protocol, application, client_sgt, server_sgt
HAVING sum(bytes_up) <> 0 OR sum(bytes_down) <> 0 OR sum(packets_up) <> 0 OR sum(packets_down) <> 0 OR sum(raw_bytes) <> 0 OR sum(raw_packets) <> 0 OR sum(flows_up) <> 0 OR sum(flows_down) <> 0 OR sum(denied_flows) <> 0
ORDER BY bucket, batch;
CREATE INDEX segment_usage_5m_buckets ON segment_usage_5m USING brin (bucket, batch) WITH (pages_per_range = 16);

CREATE TABLE segment_usage_1h (
    bucket bigint NOT NULL, batch bigint NOT NULL, exporter integer NOT NULL, vlan integer NOT NULL, protocol smallint NOT NULL,
    application bigint NOT NULL, client_sgt integer NOT NULL, server_sgt integer NOT NULL, bytes_up bigint NOT NULL,
    bytes_down bigint NOT NULL, packets_up bigint NOT NULL, packets_down bigint NOT NULL, raw_bytes bigint NOT NULL,
    raw_packets bigint NOT NULL, flows_up bigint NOT NULL, flows_down bigint NOT NULL, denied_flows bigint NOT NULL
);
INSERT INTO segment_usage_1h SELECT
    bucket, batch, exporter, vlan, protocol, application, client_sgt, server_sgt,
    least(greatest(sum(bytes_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(bytes_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(packets_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(packets_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(raw_bytes), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(raw_packets), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(flows_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(flows_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(denied_flows), -9223372036854775807), 9223372036854775807)::bigint
FROM traffic_1h GROUP BY bucket, batch, exporter, vlan, protocol, application, client_sgt, server_sgt
HAVING sum(bytes_up) <> 0 OR sum(bytes_down) <> 0 OR sum(packets_up) <> 0 OR sum(packets_down) <> 0 OR sum(raw_bytes) <> 0 OR sum(raw_packets) <> 0 OR sum(flows_up) <> 0 OR sum(flows_down) <> 0 OR sum(denied_flows) <> 0
ORDER BY bucket, batch;
CREATE INDEX segment_usage_1h_buckets ON segment_usage_1h USING brin (bucket, batch) WITH (pages_per_range = 16);

CREATE TABLE service_usage_5m (
    bucket bigint NOT NULL, batch bigint NOT NULL, protocol smallint NOT NULL, server_port integer NOT NULL, application bigint NOT NULL,
    vlan integer NOT NULL, bytes_up bigint NOT NULL, bytes_down bigint NOT NULL, packets_up bigint NOT NULL, packets_down bigint NOT NULL,
    raw_bytes bigint NOT NULL, raw_packets bigint NOT NULL, flows_up bigint NOT NULL, flows_down bigint NOT NULL,
    denied_flows bigint NOT NULL
);
INSERT INTO service_usage_5m SELECT
    bucket, batch, protocol, server_port, application, vlan,
    least(greatest(sum(bytes_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(bytes_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(packets_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(packets_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(raw_bytes), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(raw_packets), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(flows_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(flows_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(denied_flows), -9223372036854775807), 9223372036854775807)::bigint
FROM traffic_5m GROUP BY bucket, batch, protocol, server_port, application, vlan
HAVING sum(bytes_up) <> 0 OR sum(bytes_down) <> 0 OR sum(packets_up) <> 0 OR sum(packets_down) <> 0 OR sum(raw_bytes) <> 0 OR sum(raw_packets) <> 0 OR sum(flows_up) <> 0 OR sum(flows_down) <> 0 OR sum(denied_flows) <> 0
ORDER BY bucket, batch;
CREATE INDEX service_usage_5m_buckets ON service_usage_5m USING brin (bucket, batch) WITH (pages_per_range = 16);

CREATE TABLE service_usage_1h (
    bucket bigint NOT NULL, batch bigint NOT NULL, protocol smallint NOT NULL, server_port integer NOT NULL, application bigint NOT NULL,
    vlan integer NOT NULL, bytes_up bigint NOT NULL, bytes_down bigint NOT NULL, packets_up bigint NOT NULL, packets_down bigint NOT NULL,
    raw_bytes bigint NOT NULL, raw_packets bigint NOT NULL, flows_up bigint NOT NULL, flows_down bigint NOT NULL,
    denied_flows bigint NOT NULL
);
INSERT INTO service_usage_1h SELECT
    bucket, batch, protocol, server_port, application, vlan,
    least(greatest(sum(bytes_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(bytes_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(packets_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(packets_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(raw_bytes), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(raw_packets), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(flows_up), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(flows_down), -9223372036854775807), 9223372036854775807)::bigint,
    least(greatest(sum(denied_flows), -9223372036854775807), 9223372036854775807)::bigint
FROM traffic_1h GROUP BY bucket, batch, protocol, server_port, application, vlan
HAVING sum(bytes_up) <> 0 OR sum(bytes_down) <> 0 OR sum(packets_up) <> 0 OR sum(packets_down) <> 0 OR sum(raw_bytes) <> 0 OR sum(raw_packets) <> 0 OR sum(flows_up) <> 0 OR sum(flows_down) <> 0 OR sum(denied_flows) <> 0
ORDER BY bucket, batch;
CREATE INDEX service_usage_1h_buckets ON service_usage_1h USING brin (bucket, batch) WITH (pages_per_range = 16);

INSERT INTO rollup_levels SELECT replace(name, 'traffic', 'segment_usage'), rolled, floor FROM rollup_levels WHERE name IN ('traffic_5m', 'traffic_1h');
INSERT INTO rollup_levels SELECT replace(name, 'traffic', 'service_usage'), rolled, floor FROM rollup_levels WHERE name IN ('traffic_5m', 'traffic_1h');
