-- How the last round of each kind of upkeep ended, which may be later than the last that did all it had to ("upkeep_runs").
CREATE TABLE upkeep_results (
    name VARCHAR PRIMARY KEY,
    at_ms BIGINT NOT NULL,
    took_ms BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    fault VARCHAR NOT NULL
);
