-- What a level holds is counted as rows come and go: to count the rows themselves would read all of them every minute.
ALTER TABLE rollup_levels ADD COLUMN rows BIGINT DEFAULT 0;
ALTER TABLE rollup_levels ADD COLUMN oldest UINTEGER DEFAULT 0;
ALTER TABLE rollup_levels ADD COLUMN newest UINTEGER DEFAULT 0;

UPDATE rollup_levels SET rows = (SELECT count(*) FROM switch_usage_5m), oldest = (SELECT coalesce(min(bucket), 0) FROM switch_usage_5m), newest = (SELECT coalesce(max(bucket), 0) FROM switch_usage_5m) WHERE name = 'switch_usage_5m';
UPDATE rollup_levels SET rows = (SELECT count(*) FROM switch_usage_1h), oldest = (SELECT coalesce(min(bucket), 0) FROM switch_usage_1h), newest = (SELECT coalesce(max(bucket), 0) FROM switch_usage_1h) WHERE name = 'switch_usage_1h';
UPDATE rollup_levels SET rows = (SELECT count(*) FROM sgt_pair_usage_5m), oldest = (SELECT coalesce(min(bucket), 0) FROM sgt_pair_usage_5m), newest = (SELECT coalesce(max(bucket), 0) FROM sgt_pair_usage_5m) WHERE name = 'sgt_pair_usage_5m';
UPDATE rollup_levels SET rows = (SELECT count(*) FROM sgt_pair_usage_1h), oldest = (SELECT coalesce(min(bucket), 0) FROM sgt_pair_usage_1h), newest = (SELECT coalesce(max(bucket), 0) FROM sgt_pair_usage_1h) WHERE name = 'sgt_pair_usage_1h';
UPDATE rollup_levels SET rows = (SELECT count(*) FROM traffic_5m), oldest = (SELECT coalesce(min(bucket), 0) FROM traffic_5m), newest = (SELECT coalesce(max(bucket), 0) FROM traffic_5m) WHERE name = 'traffic_5m';
UPDATE rollup_levels SET rows = (SELECT count(*) FROM traffic_1h), oldest = (SELECT coalesce(min(bucket), 0) FROM traffic_1h), newest = (SELECT coalesce(max(bucket), 0) FROM traffic_1h) WHERE name = 'traffic_1h';
UPDATE rollup_levels SET rows = (SELECT count(*) FROM device_usage_5m), oldest = (SELECT coalesce(min(bucket), 0) FROM device_usage_5m), newest = (SELECT coalesce(max(bucket), 0) FROM device_usage_5m) WHERE name = 'device_usage_5m';
UPDATE rollup_levels SET rows = (SELECT count(*) FROM device_usage_1h), oldest = (SELECT coalesce(min(bucket), 0) FROM device_usage_1h), newest = (SELECT coalesce(max(bucket), 0) FROM device_usage_1h) WHERE name = 'device_usage_1h';
UPDATE rollup_levels SET rows = (SELECT count(*) FROM device_pairs_5m), oldest = (SELECT coalesce(min(bucket), 0) FROM device_pairs_5m), newest = (SELECT coalesce(max(bucket), 0) FROM device_pairs_5m) WHERE name = 'device_pairs_5m';
UPDATE rollup_levels SET rows = (SELECT count(*) FROM device_pairs_1h), oldest = (SELECT coalesce(min(bucket), 0) FROM device_pairs_1h), newest = (SELECT coalesce(max(bucket), 0) FROM device_pairs_1h) WHERE name = 'device_pairs_1h';
UPDATE rollup_levels SET rows = (SELECT count(*) FROM conversations_1h), oldest = (SELECT coalesce(min(bucket), 0) FROM conversations_1h), newest = (SELECT coalesce(max(bucket), 0) FROM conversations_1h) WHERE name = 'conversations_1h';
UPDATE rollup_levels SET rows = (SELECT count(*) FROM conversations_1d), oldest = (SELECT coalesce(min(bucket), 0) FROM conversations_1d), newest = (SELECT coalesce(max(bucket), 0) FROM conversations_1d) WHERE name = 'conversations_1d';
