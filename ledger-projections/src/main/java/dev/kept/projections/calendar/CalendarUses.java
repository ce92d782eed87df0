package dev.kept.projections.calendar;

import dev.kept.api.commitment.Due;
import dev.kept.api.event.ResolvedDue;
import dev.kept.domain.audit.Entry;
import dev.kept.domain.calendar.Calendars;
import dev.kept.domain.outcome.DueInForce;
import dev.kept.domain.outcome.Outcome;
import dev.kept.domain.outcome.Standing;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.store.FactReader;
import dev.kept.store.StoredFact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Finds the open promises whose due date a calendar would put elsewhere today. Nothing moves them by itself.
public final class CalendarUses {
    private static final String OPEN = """
            select u.commitment from kept_view.calendar_use u
            join kept_view.commitment c on c.tenant = u.tenant and c.commitment = u.commitment
            where u.tenant = ? and u.calendar = ? and u.commitment > ? and c.outcome = 'OPEN'
            order by u.commitment
            limit ?
            """;
    private static final int PAGE = 200;
    private static final int MAX_LOOKED_AT = 20_000;

    private final String tenant;
    private final DataSource database;
    private final FactReader log;

    public CalendarUses(String tenant, DataSource database, FactReader log) {
        this.tenant = tenant;
        this.database = database;
        this.log = log;
    }

    /// A promise whose due date was resolved by an earlier version of the calendar.
    ///
    /// @param inForce as it stands
    /// @param again as the calendar says now
    public record Outdated(String commitment, @Nullable String customer, DueInForce inForce, ResolvedDue again) {
        public Due form() {
            return inForce.named();
        }
    }

    /// @param next the last commitment that was looked at; null if there are no more
    public record Page(List<Outdated> items, @Nullable String next) {}

    /// Open promises after that one, in the order of their names, at most so many.
    public Page outdated(String calendar, String after, int limit, Calendars calendars) {
        List<Outdated> items = new ArrayList<>();
        String last = after;
        for (int looked = 0; looked < MAX_LOOKED_AT; ) {
            List<String> names = open(calendar, last);
            Map<String, Outdated> found = outdated(calendar, names, calendars);
            for (String name : names) {
                last = name;
                looked++;
                Outdated outdated = found.get(name);
                if (outdated != null) {
                    items.add(outdated);
                    if (items.size() == limit) {
                        return new Page(items, last);
                    }
                }
            }
            if (names.size() < PAGE) {
                return new Page(items, null);
            }
        }
        return new Page(items, last);
    }

    /// Those of these commitments whose due date the calendar would put elsewhere, by name.
    public Map<String, Outdated> outdated(String calendar, List<String> commitments, Calendars calendars) {
        Map<String, List<StoredFact>> streams = new HashMap<>();
        if (!commitments.isEmpty()) {
            for (StoredFact fact :
                    log.streams(commitments.stream().map(Entry::streamOf).toList())) {
                streams.computeIfAbsent(fact.stream(), _ -> new ArrayList<>()).add(fact);
            }
        }
        Map<String, Outdated> found = new HashMap<>();
        for (String commitment : commitments) {
            List<StoredFact> stream = streams.get(Entry.streamOf(commitment));
            if (stream != null) {
                outdated(calendar, commitment, FoldedCommitment.of(tenant, stream), calendars)
                        .ifPresent(outdated -> found.put(commitment, outdated));
            }
        }
        return found;
    }

    private static Optional<Outdated> outdated(
            String calendar, String commitment, FoldedCommitment folded, Calendars calendars) {
        Optional<Standing> standing = Standing.of(folded.facts(), Long.MAX_VALUE, Long.MAX_VALUE);
        Long due = standing.map(Standing::due).orElse(null);
        if (due == null || standing.get().outcome() != Outcome.OPEN) {
            return Optional.empty();
        }
        return DueInForce.of(folded.events(), due)
                .filter(inForce -> inForce.due().calendar() instanceof ResolvedDue.Calendar used
                        && used.name().equals(calendar))
                .flatMap(inForce -> inForce.recalculated(calendars)
                        .map(again -> new Outdated(commitment, standing.get().customer(), inForce, again)));
    }

    private List<String> open(String calendar, String after) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(OPEN)) {
            select.setString(1, tenant);
            select.setString(2, calendar);
            select.setString(3, after);
            select.setInt(4, PAGE);
            List<String> names = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
            return names;
        } catch (SQLException failure) {
            throw new IllegalStateException(
                    "uses of calendars of " + tenant + " cannot be read: " + failure.getMessage(), failure);
        }
    }
}
