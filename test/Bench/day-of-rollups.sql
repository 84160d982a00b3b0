-- Makes the rollups of a day out of half an hour that `prefill --hours 0.5` has written at the rate that is meant: psql -v schema=NAME -f day-of-rollups.sql
-- Each of the 24 hours before gets the half hour twice, in the hourly tables; sums are right, and there are more rows than a real hour leaves, since what
-- both halves have in common is not put together. Raw flows and conversations are left as they are: questions over a day do not read them.
SET search_path = :"schema";
SET synchronous_commit = off;

CREATE PROCEDURE pg_temp.make_day() LANGUAGE plpgsql AS $$
DECLARE
    measures CONSTANT text[] := ARRAY['bytes_up', 'bytes_down', 'packets_up', 'packets_down', 'raw_bytes', 'raw_packets', 'flows_up', 'flows_down', 'denied_flows',
        'internal_bytes', 'identified_bytes'];
    families CONSTANT text[] := ARRAY['switch_usage', 'sgt_pair_usage', 'traffic', 'segment_usage', 'service_usage', 'device_usage', 'device_pairs'];
    first bigint := (SELECT min(bucket) FROM conversations_1h);
    family text;
    keys text;
    sums text;
    rest text;
BEGIN
    FOREACH family IN ARRAY families LOOP
        SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FILTER (WHERE column_name <> ALL (measures) AND column_name NOT IN ('bucket', 'batch')),
               string_agg(format('(2 * sum(%1$s))::bigint AS %1$s', column_name), ', ' ORDER BY ordinal_position) FILTER (WHERE column_name = ANY (measures)),
               string_agg(column_name, ', ' ORDER BY ordinal_position) FILTER (WHERE column_name <> 'bucket')
        INTO keys, sums, rest FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = family || '_5m';
        EXECUTE format(
            'INSERT INTO %1$s_1h SELECT %2$s - 12 * hour, 1, g.* FROM generate_series(24, 1, -1) AS hour, (SELECT %3$s, %4$s FROM %1$s_5m GROUP BY %3$s %5$s) AS g',
            family, first, keys, sums, CASE family WHEN 'device_pairs' THEN 'ORDER BY sum(bytes_up + bytes_down) DESC LIMIT 2000' ELSE '' END);

        -- The hour that begins the day is read in part, by five minutes.
        EXECUTE format(
            'INSERT INTO %1$s_5m (bucket, %2$s) SELECT bucket - back, %2$s FROM unnest(ARRAY[294, 288, 6]) AS back, (SELECT * FROM %1$s_5m) AS t', family, rest);
        COMMIT;
    END LOOP;

    SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FILTER (WHERE column_name <> 'bucket')
    INTO rest FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'conversations_1h';
    FOR hour IN REVERSE 24..1 LOOP
        EXECUTE format(
            'INSERT INTO conversations_1h (bucket, %1$s) SELECT bucket - 12 * %2$s, %1$s FROM generate_series(1, 2) AS half, (SELECT * FROM conversations_1h WHERE bucket >= %3$s) AS t',
            rest, hour, first);
        RAISE NOTICE 'hour % of 24', 25 - hour;
        COMMIT;
    END LOOP;

    -- The day before is not to be summed while questions are measured.
    UPDATE rollup_levels SET rolled = (SELECT max(batch) FROM conversations_1h) WHERE name = 'conversations_1d';
END
$$;

CALL pg_temp.make_day();
ANALYZE;
