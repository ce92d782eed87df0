package dev.kept.projections.watch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An open promise that is watched. Times are UTC epoch seconds.
///
/// @param nextAt when the next warning falls due; null when all were given
public record Watched(
        String commitment,
        @Nullable String customer,
        long atRiskAt,
        long due,
        long missedAt,
        @Nullable Long nextAt) {
    /// When a stage begins. Overdue is the first second after the due one.
    public long at(Stage stage) {
        return switch (stage) {
            case AT_RISK -> atRiskAt;
            case DUE -> due;
            case OVERDUE -> due + 1;
            case MISSED -> missedAt;
        };
    }

    /// The stages that have begun by then, in order.
    public List<Stage> begunBy(long now) {
        List<Stage> begun = new ArrayList<>(Stage.values().length);
        for (Stage stage : Stage.values()) {
            if (at(stage) <= now) {
                begun.add(stage);
            }
        }
        return begun;
    }

    /// When the first stage after that time begins; null if there is none.
    public @Nullable Long after(long now) {
        for (Stage stage : Stage.values()) {
            if (at(stage) > now) {
                return at(stage);
            }
        }
        return null;
    }
}
