-- Conversations as partitions of Clarion committed them, by the time of the commit. Counters of withdrawn rows are negative.
CREATE TABLE conversations (
    committed_ms bigint NOT NULL, commit_number bigint NOT NULL, batch bigint NOT NULL, bucket bigint NOT NULL, application bigint NOT NULL,
    client_interface bigint NOT NULL, server_interface bigint NOT NULL, bytes_up bigint NOT NULL, bytes_down bigint NOT NULL,
    packets_up bigint NOT NULL, packets_down bigint NOT NULL, raw_bytes bigint NOT NULL, raw_packets bigint NOT NULL, first_ms bigint NOT NULL,
    last_ms bigint NOT NULL, flows_up bigint NOT NULL, flows_down bigint NOT NULL, denied_flows bigint NOT NULL, partition integer NOT NULL,
    exporter integer NOT NULL, server_port integer NOT NULL, vlan integer NOT NULL, client_sgt integer NOT NULL, server_sgt integer NOT NULL,
    protocol smallint NOT NULL, internal smallint NOT NULL, marks smallint NOT NULL, client uuid NOT NULL, server uuid NOT NULL, client_device uuid NOT NULL,
    server_device uuid NOT NULL
);

SELECT create_hypertable('conversations', 'committed_ms', chunk_time_interval => 3600000::bigint, create_default_indexes => false);
SELECT set_integer_now_func('conversations', 'now_ms');

-- A partition that starts reads its own commits back; rollups take what is new, which lies at the end.
CREATE INDEX conversations_commits ON conversations (partition, commit_number);
CREATE INDEX conversations_batches ON conversations USING brin (batch, bucket) WITH (pages_per_range = 32);
