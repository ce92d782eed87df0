package dev.kept.app.dashboard;

import dev.kept.api.fact.Direction;
import dev.kept.domain.outcome.Flag;
import dev.kept.domain.outcome.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// All promises, or those that a filter lets through.
///
/// @param noneYet nothing is recorded at all
/// @param unfiltered the link to all promises; null where that is what is shown
record CommitmentsPage(
        Frame frame,
        boolean noneYet,
        List<PromiseQuery.Condition> conditions,
        @Nullable String unfiltered,
        PromiseList list,
        boolean byDue,
        PromiseQuery query,
        List<Choice> directions,
        List<Choice> outcomes,
        List<Choice> flags) {

    /// One option of a field.
    record Choice(String value, String word, boolean chosen) {}

    static CommitmentsPage of(Reading reading, PromiseQuery.Asked asked) {
        PromiseQuery query = PromiseQuery.of(asked);
        Address self = query.address();
        PromiseList list;
        if (!query.isPossible()) {
            list = PromiseList.none(reading, self);
        } else if (query.isByDue()) {
            list = PromiseList.byDue(reading, query, asked, self);
        } else {
            list = PromiseList.chronological(reading, query, asked, self);
        }
        List<PromiseQuery.Condition> conditions = query.inWords();
        return new CommitmentsPage(
                reading.frame("Promises", self),
                reading.isOfNothing(),
                conditions,
                conditions.isEmpty() ? null : reading.href(Address.commitments()),
                list,
                query.isByDue(),
                query,
                choices(Direction.values(), query.direction(), Words::of),
                outcomes(query),
                choices(Flag.values(), query.flag(), Words::of));
    }

    private static List<Choice> outcomes(PromiseQuery query) {
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice(PromiseQuery.MADE, PromiseQuery.MADE_IN_WORDS, query.made()));
        choices.addAll(choices(Outcome.values(), query.outcome(), Words::of));
        return choices;
    }

    private static <E extends Enum<E>> List<Choice> choices(
            E[] constants, @Nullable E chosen, Function<E, String> word) {
        return Arrays.stream(constants)
                .map(constant -> new Choice(constant.name(), word.apply(constant), constant == chosen))
                .toList();
    }
}
