package io.tallygate.quota.ledger;

import io.tallygate.jdbc.Dialect;

/** What the databases that a ledger runs on say differently. All else is SQL that each of them knows. */
enum LedgerSql {
    /** From version 14 on, and what speaks its language. */
    POSTGRESQL("CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)", " FOR SHARE", """
            INSERT INTO tallygate_head AS h (incarnation, partition_id, mark_sequence, mark_random) VALUES (?, ?, ?, ?)
            ON CONFLICT (incarnation, partition_id)
            DO UPDATE SET mark_sequence = excluded.mark_sequence, mark_random = excluded.mark_random
            """, """
            INSERT INTO tallygate_word AS w (partition_id, edge, closed_to) VALUES (?, ?, ?)
            ON CONFLICT (partition_id, edge) DO UPDATE SET closed_to = greatest(w.closed_to, excluded.closed_to)
            """, """
            INSERT INTO tallygate_quarantine AS q (incarnation, counter, account, meter, window_start, window_end,
                plan, plan_version, late, used, refunded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (incarnation, counter, account, meter, window_start, window_end, plan, plan_version, late)
            DO UPDATE SET used = greatest(q.used, excluded.used), refunded = greatest(q.refunded, excluded.refunded)
            """, """
            INSERT INTO tallygate_usage AS u (incarnation, counter, partition_id, account, meter, window_start, window_end,
                plan, plan_version, late, used, refunded, late_used, late_refunded)
            SELECT CAST(? AS BIGINT), v.counter, v.partition_id, v.account, v.meter, v.window_start, v.window_end,
                v.plan, v.plan_version, v.late, v.used, v.refunded,
                CASE WHEN v.closed THEN v.used ELSE 0 END, CASE WHEN v.closed THEN v.refunded ELSE 0 END
            FROM %s
            ON CONFLICT (incarnation, counter, partition_id) DO UPDATE SET
                used = greatest(u.used, excluded.used),
                refunded = greatest(u.refunded, excluded.refunded),
                late_used = u.late_used
                    + CASE WHEN excluded.late_used > 0 THEN greatest(excluded.used - u.used, 0) ELSE 0 END,
                late_refunded = u.late_refunded
                    + CASE WHEN excluded.late_refunded > 0 THEN greatest(excluded.refunded - u.refunded, 0) ELSE 0 END
            WHERE u.account = excluded.account AND u.meter = excluded.meter AND u.window_start = excluded.window_start
                AND u.window_end = excluded.window_end AND u.plan = excluded.plan
                AND u.plan_version = excluded.plan_version AND u.late = excluded.late
            """),

    /** From version 2.2 on, in its own mode. */
    H2(
            "DATEDIFF(MILLISECOND, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00', CURRENT_TIMESTAMP)",
            " FOR UPDATE",
            """
            MERGE INTO tallygate_head (incarnation, partition_id, mark_sequence, mark_random)
            KEY (incarnation, partition_id) VALUES (?, ?, ?, ?)
            """,
            """
            MERGE INTO tallygate_word w USING (VALUES (CAST(? AS INTEGER), CAST(? AS VARCHAR), CAST(? AS BIGINT)))
                v(partition_id, edge, closed_to) ON w.partition_id = v.partition_id AND w.edge = v.edge
            WHEN MATCHED THEN UPDATE SET closed_to = GREATEST(w.closed_to, v.closed_to)
            WHEN NOT MATCHED THEN INSERT (partition_id, edge, closed_to) VALUES (v.partition_id, v.edge, v.closed_to)
            """,
            """
            MERGE INTO tallygate_quarantine q USING (VALUES (CAST(? AS BIGINT), CAST(? AS INTEGER), CAST(? AS VARCHAR),
                CAST(? AS VARCHAR), CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS VARCHAR), CAST(? AS INTEGER),
                CAST(? AS BOOLEAN), CAST(? AS BIGINT), CAST(? AS BIGINT))) v(incarnation, counter, account, meter,
                window_start, window_end, plan, plan_version, late, used, refunded)
            ON q.incarnation = v.incarnation AND q.counter = v.counter AND q.account = v.account AND q.meter = v.meter
                AND q.window_start = v.window_start AND q.window_end = v.window_end AND q.plan = v.plan
                AND q.plan_version = v.plan_version AND q.late = v.late
            WHEN MATCHED THEN UPDATE SET used = GREATEST(q.used, v.used), refunded = GREATEST(q.refunded, v.refunded)
            WHEN NOT MATCHED THEN INSERT (incarnation, counter, account, meter, window_start, window_end, plan,
                plan_version, late, used, refunded) VALUES (v.incarnation, v.counter, v.account, v.meter,
                v.window_start, v.window_end, v.plan, v.plan_version, v.late, v.used, v.refunded)
            """,
            """
            MERGE INTO tallygate_usage u USING (SELECT CAST(? AS BIGINT) AS incarnation, v.* FROM %s) v
            ON u.incarnation = v.incarnation AND u.counter = v.counter AND u.partition_id = v.partition_id
            WHEN MATCHED AND u.account = v.account AND u.meter = v.meter AND u.window_start = v.window_start
                AND u.window_end = v.window_end AND u.plan = v.plan
                AND u.plan_version = v.plan_version AND u.late = v.late
            THEN UPDATE SET
                used = GREATEST(u.used, v.used),
                refunded = GREATEST(u.refunded, v.refunded),
                late_used = u.late_used + CASE WHEN v.closed THEN GREATEST(v.used - u.used, 0) ELSE 0 END,
                late_refunded = u.late_refunded
                    + CASE WHEN v.closed THEN GREATEST(v.refunded - u.refunded, 0) ELSE 0 END
            WHEN NOT MATCHED THEN INSERT (incarnation, counter, partition_id, account, meter, window_start, window_end,
                plan, plan_version, late, used, refunded, late_used, late_refunded)
            VALUES (v.incarnation, v.counter, v.partition_id, v.account, v.meter, v.window_start, v.window_end, v.plan,
                v.plan_version, v.late, v.used, v.refunded,
                CASE WHEN v.closed THEN v.used ELSE 0 END, CASE WHEN v.closed THEN v.refunded ELSE 0 END)
            """);

    /** The database's clock, in milliseconds since 1970. */
    final String nowMillis;
    /** Locks what is selected against change; shared between flushes where the database can. */
    final String lockShared;
    /** Parameters: incarnation, partition, sequence, random. */
    final String saveHead;
    /** Parameters: partition, edge, closed to. Never falls. */
    final String saveWord;
    /** Parameters: incarnation, counter, the key, used, refunded. */
    final String saveQuarantine;
    /** Parameters: incarnation, then {@link UsageArrays}. Counts one row for each value whose key fits. */
    final String joinUsage;

    LedgerSql(
            String nowMillis,
            String lockShared,
            String saveHead,
            String saveWord,
            String saveQuarantine,
            String joinUsage) {
        this.nowMillis = nowMillis;
        this.lockShared = lockShared;
        this.saveHead = saveHead;
        this.saveWord = saveWord;
        this.saveQuarantine = saveQuarantine;
        this.joinUsage = joinUsage.formatted(UsageArrays.TABLE);
    }

    static LedgerSql of(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> POSTGRESQL;
            case H2 -> H2;
        };
    }
}
