-- Tallygate's central ledger. Times are milliseconds since 1970-01-01T00:00Z.

-- One row: the last restore that was noticed, and the greatest word or retirement.
CREATE TABLE tallygate_ledger (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    recovery BIGINT NOT NULL,
    recovering BOOLEAN NOT NULL,
    confirmed BOOLEAN NOT NULL,
    horizon BIGINT NOT NULL
);
INSERT INTO tallygate_ledger (id, recovery, recovering, confirmed, horizon)
    SELECT 1, 0, FALSE, FALSE, 0 WHERE NOT EXISTS (SELECT 1 FROM tallygate_ledger);

-- Which partitions this database keeps. Locked by every flush.
CREATE TABLE tallygate_partition (
    partition_id INTEGER NOT NULL PRIMARY KEY CHECK (partition_id BETWEEN 0 AND 63),
    owned BOOLEAN NOT NULL
);
INSERT INTO tallygate_partition (partition_id, owned)
    SELECT p.id, TRUE FROM generate_series(0, 63) AS p(id) WHERE NOT EXISTS (SELECT 1 FROM tallygate_partition);

-- State directories. Locked by every flush of the edge, which keeps its lives' flushes in order.
CREATE TABLE tallygate_edge (
    edge VARCHAR(32) NOT NULL PRIMARY KEY,
    label VARCHAR(64) NOT NULL,
    last_seen BIGINT NOT NULL,
    floor_to BIGINT NOT NULL,
    retired BOOLEAN NOT NULL,
    reported BIGINT NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE tallygate_life (
    incarnation BIGINT NOT NULL PRIMARY KEY,
    edge VARCHAR(32) NOT NULL REFERENCES tallygate_edge,
    label VARCHAR(64) NOT NULL,
    ended VARCHAR(16),
    acknowledged BIGINT,
    counted BIGINT,
    written_off BOOLEAN NOT NULL
);
CREATE INDEX tallygate_life_edge ON tallygate_life (edge);
CREATE INDEX tallygate_life_dispute ON tallygate_life (incarnation) WHERE counted IS NOT NULL AND NOT written_off;

-- The last mark of each chain.
CREATE TABLE tallygate_head (
    incarnation BIGINT NOT NULL,
    partition_id INTEGER NOT NULL,
    mark_sequence BIGINT NOT NULL,
    mark_random BIGINT NOT NULL,
    PRIMARY KEY (incarnation, partition_id)
) WITH (fillfactor = 50);

-- Up to when each edge has closed each partition.
CREATE TABLE tallygate_word (
    partition_id INTEGER NOT NULL,
    edge VARCHAR(32) NOT NULL,
    closed_to BIGINT NOT NULL,
    PRIMARY KEY (partition_id, edge)
) WITH (fillfactor = 50);

-- What was counted. No column that changes is indexed, so that updates stay in their page (HOT).
CREATE TABLE tallygate_usage (
    incarnation BIGINT NOT NULL,
    counter INTEGER NOT NULL,
    partition_id INTEGER NOT NULL,
    account VARCHAR(128) NOT NULL,
    meter VARCHAR(64) NOT NULL,
    window_start BIGINT NOT NULL,
    window_end BIGINT NOT NULL,
    plan VARCHAR(64) NOT NULL,
    plan_version INTEGER NOT NULL,
    late BOOLEAN NOT NULL,
    used BIGINT NOT NULL,
    refunded BIGINT NOT NULL,
    late_used BIGINT NOT NULL,
    late_refunded BIGINT NOT NULL,
    PRIMARY KEY (incarnation, counter, partition_id)
) PARTITION BY HASH (partition_id);
CREATE TABLE tallygate_usage_0 PARTITION OF tallygate_usage
    FOR VALUES WITH (MODULUS 8, REMAINDER 0) WITH (fillfactor = 50);
CREATE TABLE tallygate_usage_1 PARTITION OF tallygate_usage
    FOR VALUES WITH (MODULUS 8, REMAINDER 1) WITH (fillfactor = 50);
CREATE TABLE tallygate_usage_2 PARTITION OF tallygate_usage
    FOR VALUES WITH (MODULUS 8, REMAINDER 2) WITH (fillfactor = 50);
CREATE TABLE tallygate_usage_3 PARTITION OF tallygate_usage
    FOR VALUES WITH (MODULUS 8, REMAINDER 3) WITH (fillfactor = 50);
CREATE TABLE tallygate_usage_4 PARTITION OF tallygate_usage
    FOR VALUES WITH (MODULUS 8, REMAINDER 4) WITH (fillfactor = 50);
CREATE TABLE tallygate_usage_5 PARTITION OF tallygate_usage
    FOR VALUES WITH (MODULUS 8, REMAINDER 5) WITH (fillfactor = 50);
CREATE TABLE tallygate_usage_6 PARTITION OF tallygate_usage
    FOR VALUES WITH (MODULUS 8, REMAINDER 6) WITH (fillfactor = 50);
CREATE TABLE tallygate_usage_7 PARTITION OF tallygate_usage
    FOR VALUES WITH (MODULUS 8, REMAINDER 7) WITH (fillfactor = 50);
CREATE INDEX tallygate_usage_account ON tallygate_usage (account, window_start);

-- What ended lives said beyond their end, and counters that changed their key.
CREATE TABLE tallygate_quarantine (
    incarnation BIGINT NOT NULL,
    counter INTEGER NOT NULL,
    account VARCHAR(128) NOT NULL,
    meter VARCHAR(64) NOT NULL,
    window_start BIGINT NOT NULL,
    window_end BIGINT NOT NULL,
    plan VARCHAR(64) NOT NULL,
    plan_version INTEGER NOT NULL,
    late BOOLEAN NOT NULL,
    used BIGINT NOT NULL,
    refunded BIGINT NOT NULL,
    PRIMARY KEY (incarnation, counter, account, meter, window_start, window_end, plan, plan_version, late)
);
