package dev.kept.projections.reliability;

import dev.kept.domain.fact.EffectiveFacts;
import dev.kept.domain.fact.Fact;
import dev.kept.domain.scoring.Entry;
import dev.kept.domain.scoring.Entry.WeightClass;
import dev.kept.domain.scoring.Policy;
import dev.kept.domain.scoring.Scores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one commitment adds to scores, and whose scores they are.
///
/// @param subject null while no promise is known, and then there are no entries
record Account(@Nullable Subject subject, List<Entry> entries) {
    static final Account NONE = new Account(null, List.of());
    private static final int FIELDS = 11;

    Account {
        entries = List.copyOf(entries);
    }

    /// @param facts those facts of one commitment that are known, in any order
    static Account of(Collection<Fact> facts, Policy policy) {
        return of(EffectiveFacts.of(facts, policy.backdateSeconds()), policy);
    }

    static Account of(EffectiveFacts facts, Policy policy) {
        Fact made = facts.made();
        return made == null ? NONE : new Account(Subject.of(made.details()), Scores.entries(facts, policy));
    }

    /// The entries in one text: fields by spaces, entries by semicolons.
    String text() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(text.isEmpty() ? "" : ";")
                    .append(entry.day())
                    .append(entry.pending() ? " P " : " - ")
                    .append(entry.weightClass())
                    .append(' ')
                    .append(entry.n())
                    .append(' ')
                    .append(entry.w())
                    .append(' ')
                    .append(entry.c())
                    .append(' ')
                    .append(entry.p())
                    .append(' ')
                    .append(entry.broken())
                    .append(' ')
                    .append(entry.early())
                    .append(' ')
                    .append(entry.ext())
                    .append(' ')
                    .append(entry.code());
        }
        return text.toString();
    }

    static List<Entry> entries(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>(2);
        for (String line : text.split(";", -1)) {
            String[] field = line.split(" ", -1);
            if (field.length != FIELDS) {
                throw new IllegalStateException("expected an entry of " + FIELDS + " fields, got " + line);
            }
            entries.add(new Entry(
                    Integer.parseInt(field[0]),
                    field[1].equals("P"),
                    WeightClass.valueOf(field[2]),
                    Integer.parseInt(field[3]),
                    Long.parseLong(field[4]),
                    Long.parseLong(field[5]),
                    Long.parseLong(field[6]),
                    Integer.parseInt(field[7]),
                    Integer.parseInt(field[8]),
                    Integer.parseInt(field[9]),
                    field[10]));
        }
        return entries;
    }
}
