-- The long tier: both ways of an exchange in one row (a biflow, RFC 5103), hosts and exporters by number. "arrived_ms" is the last millisecond of the hour
-- in which its flows arrived. Wide columns come first, so that rows have no gaps.
CREATE TABLE hosts (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address uuid NOT NULL UNIQUE,
    last_ms bigint NOT NULL
);

CREATE TABLE biflow_parts (
    arrived_ms bigint PRIMARY KEY,
    rows bigint NOT NULL,
    flows bigint NOT NULL,
    min_end_ms bigint NOT NULL,
    max_end_ms bigint NOT NULL
);

CREATE TABLE biflows (
    arrived_ms bigint NOT NULL,
    start_ms bigint NOT NULL,
    duration_ms bigint NOT NULL,
    bytes_up bigint NOT NULL,
    bytes_down bigint NOT NULL,
    packets_up bigint NOT NULL,
    packets_down bigint NOT NULL,
    application_id bigint NOT NULL,
    client_interface bigint NOT NULL,
    server_interface bigint NOT NULL,
    vrf bigint NOT NULL,
    exporter integer NOT NULL,
    client integer NOT NULL,
    server integer NOT NULL,
    client_port integer NOT NULL,
    server_port integer NOT NULL,
    line integer NOT NULL,
    client_sgt integer NOT NULL,
    server_sgt integer NOT NULL,
    vlan_up integer NOT NULL,
    vlan_down integer NOT NULL,
    sampling_rate real NOT NULL,
    tcp_flags_up integer NOT NULL,
    tcp_flags_down integer NOT NULL,
    marks_up integer NOT NULL,
    marks_down integer NOT NULL,
    tos_up smallint NOT NULL,
    tos_down smallint NOT NULL,
    firewall_event_up smallint NOT NULL,
    firewall_event_down smallint NOT NULL,
    time_origin smallint NOT NULL,
    icmp_type smallint NOT NULL,
    icmp_code smallint NOT NULL,
    protocol smallint NOT NULL,
    ways smallint NOT NULL
);

SELECT create_hypertable('biflows', 'arrived_ms', chunk_time_interval => 3600000::bigint, create_default_indexes => false);
SELECT set_integer_now_func('biflows', 'now_ms');
