package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.domain.scoring.Policy;
import dev.kept.projections.commitment.CommitmentFilter;
import dev.kept.projections.commitment.CommitmentView;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The record of a party in one direction, drawn: why the score is what it is, how it came about, and the promises
/// through time.
///
/// @param choices links to the other directions; none where there is but one
/// @param why null, as `line`, where the record is long and they were not asked for
/// @param whole the link that asks for them
record Detail(
        String heading,
        List<OverviewPage.Choice> choices,
        @Nullable Why why,
        @Nullable ScoreLine line,
        @Nullable String whole,
        String promises,
        Calendar calendar,
        Timeline timeline,
        String lineCsv) {
    /// Reasons and line look at every promise of the record; beyond this a page waits to be asked for them.
    private static final int MAX_PROMISES = 3_000;

    /// Collects what is drawn while the promises pass by.
    static final class Builder {
        private final PageTime time;
        private final Map<Direction, Calendar.Builder> calendars = new EnumMap<>(Direction.class);
        private final Map<Direction, Timeline.Builder> timelines = new EnumMap<>(Direction.class);

        Builder(PageTime time) {
            this.time = time;
        }

        void add(CommitmentView view) {
            Direction direction = view.standing().direction();
            if (direction != null) {
                calendars
                        .computeIfAbsent(direction, _ -> new Calendar.Builder(time))
                        .add(view);
                timelines
                        .computeIfAbsent(direction, _ -> new Timeline.Builder())
                        .add(view);
            }
        }

        /// @param asked the direction to draw; null for the first there is
        /// @return null where there is no promise to draw
        @Nullable Detail build(
                Reading reading,
                PromiseQuery query,
                Address self,
                @Nullable Direction asked,
                boolean whole,
                PartyPage.Headings headings) {
            if (calendars.isEmpty()) {
                return null;
            }
            Direction direction = asked != null && calendars.containsKey(asked)
                    ? asked
                    : calendars.keySet().iterator().next();
            PromiseQuery one = query.of(direction);
            CommitmentFilter filter = one.filter();
            Address here = self.with("direction", direction);
            long promises = reading.ledger()
                    .scores()
                    .score(filter, Policy.kyw1(), reading.at())
                    .promises();
            boolean drawn = whole || promises <= MAX_PROMISES;
            List<OverviewPage.Choice> choices = calendars.keySet().stream()
                    .map(other -> new OverviewPage.Choice(
                            headings.of(other), self.with("direction", other).href(time), other == direction))
                    .toList();
            return new Detail(
                    headings.of(direction),
                    choices.size() == 1 ? List.of() : choices,
                    drawn ? Why.of(reading, filter, here) : null,
                    drawn ? ScoreLine.of(reading, filter, here) : null,
                    drawn ? null : here.with("whole", "yes").href(time),
                    Words.number(promises),
                    calendarOf(direction).build(one.address(), time),
                    timelineOf(direction).build(time),
                    here.with("of", here.path())
                            .with("panel", Csvs.HISTORY)
                            .as("csv")
                            .href(time));
        }

        private Calendar.Builder calendarOf(Direction direction) {
            return calendars.getOrDefault(direction, new Calendar.Builder(time));
        }

        private Timeline.Builder timelineOf(Direction direction) {
            return timelines.getOrDefault(direction, new Timeline.Builder());
        }
    }
}
