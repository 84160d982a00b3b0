-- What a level has taken in since it was begun, and its range: to count its rows would read all of them every minute. "rolled" is how far the level had come
-- then: when it has come further, an older build has gone on, and the rows are counted anew.
CREATE TABLE rollup_counts (
    name VARCHAR PRIMARY KEY,
    rolled BIGINT NOT NULL,
    added BIGINT NOT NULL,
    oldest BIGINT NOT NULL,
    newest BIGINT NOT NULL
);
