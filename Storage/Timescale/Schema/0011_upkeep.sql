-- How the last round of each kind of upkeep ended, which may be later than the last that did all it had to ("upkeep_runs").
CREATE TABLE upkeep_results (
    name text COLLATE "C" PRIMARY KEY,
    at_ms bigint NOT NULL,
    took_ms bigint NOT NULL,
    removed bigint NOT NULL,
    fault text COLLATE "C" NOT NULL
);
