package dev.kept.projections.board;

import dev.kept.projections.commitment.ReadAt;
import dev.kept.projections.sample.TestLedger;
import dev.kept.projections.watch.WatchPolicy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;

/// Measures how long the board of now takes to read; a main, not a test.
///
/// Arguments: facts, customers, readings. The views are filled as that many facts would leave them, with every eighth
/// promise open, some of them overdue, and every thirtieth missed and untold; every second reading is of one promisor
/// out of fifty.
final class BoardMeasure {
    private static final Instant NOW = Instant.parse("2026-05-30T10:00:00Z");
    private static final int WARM = 50;
    private static final int PROMISORS = 50;

    private static final String COMMITMENTS = """
            insert into kept_view.commitment (tenant, commitment, first_at, earliest_at, earliest_rec, last_at, last_rec,
              last_position, made_at, original_due, due, settled_at, facts, disputed, disclosed, made_good, unwitnessed,
              outcome, customer, promisor, direction, kind, statement, latest, entries, sort, kept_at)
            select 'acme', 'c-' || i, at, at, at, at + 86400, at + 86400, i, at, due, due,
              case when i % 8 > 0 then due end, 1 + i % 4, false, i % 60 = 30, false, false,
              case when i % 500 = 1 then 'AWAITING_TERMS' when i % 8 = 0 then 'OPEN' when i % 30 = 15 then 'MISSED' else 'MET' end,
              'customer-' || i %% %2$d, 'employee-' || i / 7 %% 50, 'BY_US', 'quote', 'We send the quote for order ' || i,
              least(at + 86400, extract(epoch from timestamptz '2026-05-30T09:00:00Z')::bigint), '',
              case when i % 500 <> 1 then 'OURS' end,
              case when i % 500 <> 1 and i % 8 > 0 and i % 30 <> 15 then due end
            from (select i, case when i % 8 = 0 then %3$d - 86400 * 5 + (i::bigint * 7919) %% (86400 * 90)
                else %3$d - (i::bigint * 7919) %% (86400 * 900) end as due,
              least(%3$d - 3600, case when i % 8 = 0 then %3$d - 86400 * 5 + (i::bigint * 7919) %% (86400 * 90)
                else %3$d - (i::bigint * 7919) %% (86400 * 900) end) - 86400 * (3 + i % 40) as at
              from generate_series(1, %1$d) i) x
            """;

    private BoardMeasure() {}

    public static void main(String[] args) throws Exception {
        int commitments = Integer.parseInt(args[0]) * 2 / 5;
        int customers = Integer.parseInt(args[1]);
        int readings = Integer.parseInt(args[2]);
        try (TestLedger ledger = TestLedger.fresh()) {
            long begun = System.nanoTime();
            fill(ledger, commitments, customers);
            System.out.printf(
                    Locale.ROOT,
                    "%,d promises of %,d customers filled in %.0f s%n",
                    commitments,
                    customers,
                    since(begun));
            BoardViews views = new BoardViews(
                    TestLedger.TENANT,
                    ledger.database.dataSource(),
                    ledger.commitments,
                    ledger.log,
                    WatchPolicy.DEFAULT);
            double[] millis = new double[readings];
            Board board = null;
            for (int i = -WARM; i < readings; i++) {
                BoardQuery query = BoardQuery.of(new ReadAt(NOW.plusSeconds(i), NOW.plusSeconds(i)), ZoneId.of("UTC"))
                        .ofPromisor(i % 2 == 0 ? null : "employee-" + Math.floorMod(i, PROMISORS));
                long from = System.nanoTime();
                board = views.read(query);
                if (i >= 0) {
                    millis[i] = since(from) * 1_000;
                }
            }
            Arrays.sort(millis);
            System.out.printf(
                    Locale.ROOT,
                    "readings of %d: median %.1f ms, p95 %.1f ms, longest %.1f ms%n",
                    readings,
                    millis[readings / 2],
                    millis[readings * 95 / 100],
                    millis[readings - 1]);
            if (board != null) {
                System.out.printf(
                        "the last: overdue %d, today %d, at risk %d, coming %d, untold %d, silent %d%n",
                        board.overdue().total(),
                        board.dueToday().total(),
                        board.atRisk().total(),
                        board.upcoming().total(),
                        board.missedUntold().total(),
                        board.silent().total());
            }
        }
        System.exit(0);
    }

    private static void fill(TestLedger ledger, int commitments, int customers) throws Exception {
        String sql = COMMITMENTS.replace("i % ", "i %% ");
        ledger.execute(String.format(Locale.ROOT, sql, commitments, customers, NOW.getEpochSecond()));
        ledger.execute("""
                insert into kept_view.relation (tenant, customer, first_at, kept_at, ours, renewals, silent_since)
                select tenant, customer, min(made_at), max(kept_at), count(*), 0, coalesce(max(kept_at), min(made_at))
                from kept_view.commitment where sort is not null group by tenant, customer
                """);
        ledger.execute("analyze kept_view.commitment, kept_view.relation");
    }

    private static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
