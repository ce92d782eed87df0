package dev.kept.store;

import static dev.kept.store.Fixture.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What was decided on stands only if nothing it was decided on has changed since.
class AppendConditionIT {
    private static final Tag A = Tags.commitment("a");
    private static final Tag B = Tags.commitment("b");
    private static final Tag KEY = Tags.key("erp", "1");
    private static final Tag RED = Fixture.tag("colour", "red");
    private static final QualifiedName MADE = new QualifiedName("commitment.made");
    private static final QualifiedName MET = new QualifiedName("commitment.met");

    private final Fixture log = Fixture.fresh();
    private final Fixture other = log.otherNode();

    /// Criteria, a fact that they match, and one that they do not.
    enum Case {
        COMMITMENT(EventCriteria.havingTags(A), List.of(A), List.of(B)),
        KEY_ALONE(EventCriteria.havingTags(KEY), List.of(KEY), List.of(Tags.key("erp", "2"))),
        OTHER_TAG(EventCriteria.havingTags(RED), List.of(RED), List.of(Fixture.tag("colour", "blue"))),
        EITHER(
                EventCriteria.either(EventCriteria.havingTags(A), EventCriteria.havingTags(KEY)),
                List.of(B, KEY),
                List.of(B)),
        TWO_TAGS(EventCriteria.havingTags(A, RED), List.of(A, RED), List.of(A)),
        TAG_AND_KEY(EventCriteria.havingTags(RED, KEY), List.of(A, RED, KEY), List.of(RED)),
        TYPE(EventCriteria.havingAnyTag().andBeingOneOfTypes(MADE), List.of(), null),
        OTHER_TYPE(EventCriteria.havingAnyTag().andBeingOneOfTypes(MET), null, List.of(A)),
        TAG_OF_TYPE(EventCriteria.havingTags(A).andBeingOneOfTypes(MADE), List.of(A), List.of(B)),
        TAG_OF_OTHER_TYPE(EventCriteria.havingTags(A).andBeingOneOfTypes(MET), null, List.of(A)),
        ANYTHING(EventCriteria.havingAnyTag(), List.of(), null);

        private final EventCriteria criteria;
        private final List<Tag> matching;
        private final List<Tag> strange;

        Case(EventCriteria criteria, List<Tag> matching, List<Tag> strange) {
            this.criteria = criteria;
            this.matching = matching;
            this.strange = strange;
        }
    }

    @AfterEach
    void close() {
        other.close();
        log.close();
    }

    @ParameterizedTest
    @EnumSource
    void sourcesWhatMatchesAndNothingElse(Case given) {
        append(log, "before");
        if (given.strange != null) {
            append(log, "strange", given.strange);
        }
        if (given.matching != null) {
            append(log, "match", given.matching);
        }
        append(log, "after");

        List<String> expected = given.matching == null ? List.of() : List.of("match");
        assertThat(log.source(given.criteria))
                .extracting(Fixture::text)
                .filteredOn(text -> given != Case.ANYTHING || text.equals("match"))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsWhatAMatchingFactOvertookOnThisNode(Case given) {
        rejectsIfOvertakenBy(given, log);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsWhatAMatchingFactOvertookOnAnotherNode(Case given) {
        rejectsIfOvertakenBy(given, other);
    }

    private void rejectsIfOvertakenBy(Case given, Fixture overtaker) {
        append(log, "before", List.of(Tags.commitment("z")));
        var condition = AppendCondition.withCriteria(given.criteria)
                .withMarker(log.sourced(given.criteria).marker());
        if (given.strange != null) {
            append(overtaker, "strange", given.strange);
            log.append(condition, List.of(fact("stands")));
        }
        if (given.matching != null) {
            append(overtaker, "match", given.matching);
            assertThatExceptionOfType(AppendEventsTransactionRejectedException.class)
                    .isThrownBy(() -> log.append(condition, List.of(fact("overtaken"))));
        }
        assertThat(log.reader.after(-1, 100)).extracting(Fixture::text).doesNotContain("overtaken");
    }

    private static void append(Fixture node, String payload, List<Tag> tags) {
        node.append(fact(payload, tags.toArray(Tag[]::new)));
    }

    private static void append(Fixture node, String payload) {
        node.append(Fixture.factOf("commitment.renegotiated", payload, Tags.commitment("nobody-asks")));
    }
}
