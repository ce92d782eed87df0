package dev.kept.projections.reliability;

import dev.kept.projections.processor.ViewTable;
import java.util.List;

/// The tables of the scores as a replay reads them.
final class ScoreTables {
    /// The last fact of any commitment whose record the scope is made of.
    private static final String LAST_OF_SCOPE = """
            select max(e.last_position) from commitment e
            where e.tenant = ? and e.made_at is not null and ? in (
              concat_ws(U&'\\001f', 'd', e.direction), concat_ws(U&'\\001f', 'c', e.direction, e.customer),
              concat_ws(U&'\\001f', 'p', e.direction, e.promisor), concat_ws(U&'\\001f', 'k', e.direction, e.kind),
              concat_ws(U&'\\001f', 's', e.customer, e.promisor, e.direction))
            """;

    static final List<ViewTable> ALL = List.of(
            new ViewTable(
                    "score_clock",
                    "select tenant, tenant, t::text from score_clock t where tenant = ? order by 1",
                    "select position from score_clock where tenant = ? and tenant = ?"),
            new ViewTable("score_bucket", """
                    select concat_ws(U&'\\001f', scope, to_char(day, 'S0000000'), class) collate "C", scope, t::text
                    from score_bucket t where tenant = ? order by 1
                    """, LAST_OF_SCOPE),
            new ViewTable(
                    "score_sums",
                    "select scope, scope, t::text from score_sums t where tenant = ? order by 1",
                    LAST_OF_SCOPE));

    private ScoreTables() {}
}
