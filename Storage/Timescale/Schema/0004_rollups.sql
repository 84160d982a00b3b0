-- Rollups of conversations. bucket: five-minute buckets since 1970, the first of the row's hour or day at coarser levels.
-- batch: the commit batch up to which the row was made (see RollupFamily). The same keys may occur in several rows of a bucket.

-- How far each level has come, and below which bucket retention has emptied it.
CREATE TABLE rollup_levels (name text COLLATE "C" PRIMARY KEY, rolled bigint NOT NULL, floor bigint NOT NULL);

-- Bounded levels: bytes of the largest key that a run left out, by bucket.
CREATE TABLE rollup_errors (name text COLLATE "C" NOT NULL, bucket bigint NOT NULL, batch bigint NOT NULL, bytes double precision NOT NULL);

-- When upkeep last did what, Unix milliseconds.
CREATE TABLE upkeep_runs (name text COLLATE "C" PRIMARY KEY, at_ms bigint NOT NULL);

-- What retention has removed, by logical table.
CREATE TABLE retention_deleted (name text COLLATE "C" PRIMARY KEY, rows bigint NOT NULL);

CREATE TABLE switch_usage_5m (
    bucket bigint NOT NULL, batch bigint NOT NULL, exporter integer NOT NULL, bytes_up bigint NOT NULL,
    bytes_down bigint NOT NULL, packets_up bigint NOT NULL, packets_down bigint NOT NULL, raw_bytes bigint NOT NULL,
    raw_packets bigint NOT NULL, flows_up bigint NOT NULL, flows_down bigint NOT NULL, denied_flows bigint NOT NULL,
    internal_bytes bigint NOT NULL, identified_bytes bigint NOT NULL
);

CREATE TABLE switch_usage_1h (
    bucket bigint NOT NULL, batch bigint NOT NULL, exporter integer NOT NULL, bytes_up bigint NOT NULL,
    bytes_down bigint NOT NULL, packets_up bigint NOT NULL, packets_down bigint NOT NULL, raw_bytes bigint NOT NULL,
    raw_packets bigint NOT NULL, flows_up bigint NOT NULL, flows_down bigint NOT NULL, denied_flows bigint NOT NULL,
    internal_bytes bigint NOT NULL, identified_bytes bigint NOT NULL
);

CREATE TABLE sgt_pair_usage_5m (
    bucket bigint NOT NULL, batch bigint NOT NULL, client_sgt integer NOT NULL, server_sgt integer NOT NULL,
    protocol smallint NOT NULL, server_port integer NOT NULL, bytes_up bigint NOT NULL, bytes_down bigint NOT NULL,
    packets_up bigint NOT NULL, packets_down bigint NOT NULL, raw_bytes bigint NOT NULL, raw_packets bigint NOT NULL,
    flows_up bigint NOT NULL, flows_down bigint NOT NULL, denied_flows bigint NOT NULL
);

CREATE TABLE sgt_pair_usage_1h (
    bucket bigint NOT NULL, batch bigint NOT NULL, client_sgt integer NOT NULL, server_sgt integer NOT NULL,
    protocol smallint NOT NULL, server_port integer NOT NULL, bytes_up bigint NOT NULL, bytes_down bigint NOT NULL,
    packets_up bigint NOT NULL, packets_down bigint NOT NULL, raw_bytes bigint NOT NULL, raw_packets bigint NOT NULL,
    flows_up bigint NOT NULL, flows_down bigint NOT NULL, denied_flows bigint NOT NULL
);

CREATE TABLE traffic_5m (
    bucket bigint NOT NULL, batch bigint NOT NULL, exporter integer NOT NULL, protocol smallint NOT NULL,
    server_port integer NOT NULL, vlan integer NOT NULL, client_sgt integer NOT NULL, server_sgt integer NOT NULL,
    application bigint NOT NULL, bytes_up bigint NOT NULL, bytes_down bigint NOT NULL, packets_up bigint NOT NULL,
    packets_down bigint NOT NULL, raw_bytes bigint NOT NULL, raw_packets bigint NOT NULL, flows_up bigint NOT NULL,
    flows_down bigint NOT NULL, denied_flows bigint NOT NULL
);

CREATE TABLE traffic_1h (
    bucket bigint NOT NULL, batch bigint NOT NULL, exporter integer NOT NULL, protocol smallint NOT NULL,
    server_port integer NOT NULL, vlan integer NOT NULL, client_sgt integer NOT NULL, server_sgt integer NOT NULL,
    application bigint NOT NULL, bytes_up bigint NOT NULL, bytes_down bigint NOT NULL, packets_up bigint NOT NULL,
    packets_down bigint NOT NULL, raw_bytes bigint NOT NULL, raw_packets bigint NOT NULL, flows_up bigint NOT NULL,
    flows_down bigint NOT NULL, denied_flows bigint NOT NULL
);

CREATE TABLE device_usage_5m (
    bucket bigint NOT NULL, batch bigint NOT NULL, device uuid NOT NULL, bytes_up bigint NOT NULL,
    bytes_down bigint NOT NULL, packets_up bigint NOT NULL, packets_down bigint NOT NULL, raw_bytes bigint NOT NULL,
    raw_packets bigint NOT NULL, flows_up bigint NOT NULL, flows_down bigint NOT NULL, denied_flows bigint NOT NULL
);

CREATE TABLE device_usage_1h (
    bucket bigint NOT NULL, batch bigint NOT NULL, device uuid NOT NULL, bytes_up bigint NOT NULL,
    bytes_down bigint NOT NULL, packets_up bigint NOT NULL, packets_down bigint NOT NULL, raw_bytes bigint NOT NULL,
    raw_packets bigint NOT NULL, flows_up bigint NOT NULL, flows_down bigint NOT NULL, denied_flows bigint NOT NULL
);

CREATE TABLE device_pairs_5m (
    bucket bigint NOT NULL, batch bigint NOT NULL, client_device uuid NOT NULL, server_device uuid NOT NULL,
    bytes_up bigint NOT NULL, bytes_down bigint NOT NULL, packets_up bigint NOT NULL, packets_down bigint NOT NULL,
    raw_bytes bigint NOT NULL, raw_packets bigint NOT NULL, flows_up bigint NOT NULL, flows_down bigint NOT NULL,
    denied_flows bigint NOT NULL
);

CREATE TABLE device_pairs_1h (
    bucket bigint NOT NULL, batch bigint NOT NULL, client_device uuid NOT NULL, server_device uuid NOT NULL,
    bytes_up bigint NOT NULL, bytes_down bigint NOT NULL, packets_up bigint NOT NULL, packets_down bigint NOT NULL,
    raw_bytes bigint NOT NULL, raw_packets bigint NOT NULL, flows_up bigint NOT NULL, flows_down bigint NOT NULL,
    denied_flows bigint NOT NULL
);

CREATE TABLE conversations_1h (
    bucket bigint NOT NULL, batch bigint NOT NULL, client uuid NOT NULL, server uuid NOT NULL,
    client_device uuid NOT NULL, server_device uuid NOT NULL, internal smallint NOT NULL, protocol smallint NOT NULL,
    server_port integer NOT NULL, client_sgt integer NOT NULL, server_sgt integer NOT NULL, exporter integer NOT NULL,
    vlan integer NOT NULL, application bigint NOT NULL, bytes_up bigint NOT NULL, bytes_down bigint NOT NULL,
    packets_up bigint NOT NULL, packets_down bigint NOT NULL, raw_bytes bigint NOT NULL, raw_packets bigint NOT NULL,
    flows_up bigint NOT NULL, flows_down bigint NOT NULL, denied_flows bigint NOT NULL
);

CREATE TABLE conversations_1d (
    bucket bigint NOT NULL, batch bigint NOT NULL, client uuid NOT NULL, server uuid NOT NULL,
    client_device uuid NOT NULL, server_device uuid NOT NULL, internal smallint NOT NULL, protocol smallint NOT NULL,
    server_port integer NOT NULL, client_sgt integer NOT NULL, server_sgt integer NOT NULL, exporter integer NOT NULL,
    vlan integer NOT NULL, application bigint NOT NULL, bytes_up bigint NOT NULL, bytes_down bigint NOT NULL,
    packets_up bigint NOT NULL, packets_down bigint NOT NULL, raw_bytes bigint NOT NULL, raw_packets bigint NOT NULL,
    flows_up bigint NOT NULL, flows_down bigint NOT NULL, denied_flows bigint NOT NULL
);

-- Questions ask for buckets, each next level for the batches it has not taken; both lie together.
CREATE INDEX switch_usage_5m_buckets ON switch_usage_5m USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX switch_usage_1h_buckets ON switch_usage_1h USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX sgt_pair_usage_5m_buckets ON sgt_pair_usage_5m USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX sgt_pair_usage_1h_buckets ON sgt_pair_usage_1h USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX traffic_5m_buckets ON traffic_5m USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX traffic_1h_buckets ON traffic_1h USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX device_usage_5m_buckets ON device_usage_5m USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX device_usage_1h_buckets ON device_usage_1h USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX device_pairs_5m_buckets ON device_pairs_5m USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX device_pairs_1h_buckets ON device_pairs_1h USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX conversations_1h_buckets ON conversations_1h USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX conversations_1d_buckets ON conversations_1d USING brin (bucket, batch) WITH (pages_per_range = 16);
CREATE INDEX device_usage_5m_device ON device_usage_5m (device, bucket);
CREATE INDEX device_usage_1h_device ON device_usage_1h (device, bucket);
