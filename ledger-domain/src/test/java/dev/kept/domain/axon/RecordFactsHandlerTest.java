package dev.kept.domain.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.commitment.Decision;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.commitment.RefusalCode;
import dev.kept.domain.line.EventJson;
import dev.kept.domain.line.FactLineReader;
import dev.kept.domain.line.LineContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.axonframework.common.configuration.AxonConfiguration;
import org.axonframework.eventsourcing.configuration.EventSourcingConfigurer;
import org.axonframework.eventsourcing.eventstore.AppendEventsTransactionRejectedException;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.commandhandling.CommandBus;
import org.axonframework.messaging.commandhandling.CommandResultMessage;
import org.axonframework.messaging.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.commandhandling.configuration.CommandHandlingModule;
import org.axonframework.messaging.core.Context;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.core.correlation.CorrelationDataProviderRegistry;
import org.axonframework.messaging.core.correlation.DefaultCorrelationDataProviderRegistry;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The batch command on Axon's own command bus and engine.
class RecordFactsHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Consumer<String> NOBODY = _ -> {};
    private static final String BY_CLERK = ",'actor':'clerk','evidence':'SYSTEM','reason':'typing error'}";

    private final RecordingEngine engine = new RecordingEngine();
    private final AxonConfiguration axon = configuration();
    private final CommandBus bus = axon.getComponent(CommandBus.class);
    private int lines;

    @BeforeAll
    static void keepsAxonFromCallingOut() {
        System.setProperty("axoniq.update-checker.disabled", "true");
    }

    @AfterEach
    void stops() {
        axon.shutdown();
    }

    /// Axon's own correlation data is left out: it would overwrite the caller's.
    private AxonConfiguration configuration() {
        FactIds ids = new FactIds(new Random(7));
        return EventSourcingConfigurer.create()
                .registerEventStorageEngine(_ -> engine)
                .registerTagResolver(_ -> message -> FactTags.of((CommitmentEvent) message.payload()))
                .componentRegistry(components -> components.registerComponent(
                        CorrelationDataProviderRegistry.class, _ -> new DefaultCorrelationDataProviderRegistry()))
                .registerCommandHandlingModule(CommandHandlingModule.named("recording")
                        .commandHandlers()
                        .commandHandler(
                                new QualifiedName(RecordFacts.NAME),
                                configuration ->
                                        new RecordFactsHandler(configuration.getComponent(EventStore.class), ids)))
                .start();
    }

    @Test
    void decidesEachItemByItselfAndAppendsWhatIsAcceptedAtOnce() {
        record(NOW, made("a"), made("b"));
        engine.appends().clear();
        List<Decision> decisions = record(
                NOW,
                made("c"),
                made("a"),
                "{'commitment':'a','type':'met','source':'s','id':'1'}",
                "{'commitment':'b','type':'made','customer':'ACME','due':'2027-01-01T00:00:00Z'}",
                "{'commitment':'nowhere','type':'met'}",
                "{'commitment':'b','type':'missed','source':'erp','id':'made-a'}",
                "{'commitment':'c','type':'met','at':'2026-03-01T09:00:00Z'}");
        assertThat(decisions)
                .map(RecordFactsHandlerTest::answer)
                .containsExactly(
                        "MADE c",
                        "duplicate of MADE a",
                        "MET a",
                        "ALREADY_MADE",
                        "UNKNOWN_COMMITMENT",
                        "CONFLICTING_DUPLICATE",
                        "MET c");
        assertThat(engine.appends()).hasSize(1);
        assertThat(engine.appends().getFirst())
                .map(tagged ->
                        ((CommitmentEvent) tagged.event().payload()).type().name())
                .containsExactly("MADE", "MET", "MET");
    }

    private static String answer(Decision decision) {
        return switch (decision) {
            case Decision.Accepted(CommitmentEvent event) -> said(event);
            case Decision.Duplicate(CommitmentEvent first) -> "duplicate of " + said(first);
            case Decision.Refused(var refusal) -> refusal.code().name();
        };
    }

    private static String said(CommitmentEvent event) {
        return event.type() + " " + event.envelope().commitment();
    }

    @Test
    void decidesOnWhatTheSameBatchHasJustRecorded() {
        List<Decision> decisions = record(
                NOW,
                made("c"),
                "{'commitment':'c','type':'voided','source':'s','id':'void'" + BY_CLERK,
                "{'commitment':'c','type':'met'}",
                "{'commitment':'c','type':'corrected','target':{'source':'s','id':'void'},'strike':true" + BY_CLERK,
                "{'commitment':'c','type':'met'}");
        assertThat(decisions)
                .map(RecordFactsHandlerTest::answer)
                .containsExactly("MADE c", "VOIDED c", "VOIDED", "CORRECTED c", "MET c");
    }

    @Test
    void recordsAKeyOnceEvenWithinOneBatch() {
        String met = "{'commitment':'c','type':'met','source':'s','id':'1'}";
        List<Decision> decisions = record(NOW, made("c"), met, met, met.replace("met", "missed"));
        assertThat(decisions)
                .map(RecordFactsHandlerTest::answer)
                .containsExactly("MADE c", "MET c", "duplicate of MET c", "CONFLICTING_DUPLICATE");
        assertThat(((Decision.Duplicate) decisions.get(2)).first())
                .isEqualTo(((Decision.Accepted) decisions.get(1)).event());
        assertThat(stored()).hasSize(2);
    }

    @Test
    void findsAKeyThatWasUsedInACommitmentTheBatchDoesNotName() {
        record(NOW, made("a"), "{'commitment':'a','type':'met','source':'s','id':'1'}");
        List<Decision> decisions = record(
                NOW,
                made("b"),
                "{'commitment':'b','type':'met','source':'s','id':'1'}",
                "{'commitment':'b','type':'met','source':'s','id':'2'}");
        assertThat(decisions)
                .map(RecordFactsHandlerTest::answer)
                .containsExactly("MADE b", "CONFLICTING_DUPLICATE", "MET b");
    }

    @Test
    void answersARepeatWithWhatIsStored() {
        Decision first = record(NOW, made("c")).getFirst();
        Decision again = record(NOW.plusSeconds(3600), made("c")).getFirst();
        assertThat(again).isEqualTo(new Decision.Duplicate(((Decision.Accepted) first).event()));
    }

    @Test
    void appendsNothingWhereNothingIsAccepted() {
        record(NOW, made("c"));
        engine.appends().clear();
        record(NOW, made("c"), "{'commitment':'x','type':'met'}");
        assertThat(engine.appends()).isEmpty();
    }

    @Test
    void storesNameRevisionMetadataTagsAndAcceptanceOfAFact() {
        Instant now = Instant.parse("2026-03-01T10:00:00.123456789Z");
        record(
                now,
                "{'commitment':'c','type':'made','customer':'ACME','due':'2026-03-10T12:00:00Z','source':'erp',"
                        + "'id':'7','at':'2026-03-01T09:00:00Z','actor':'anna'}");
        TaggedEventMessage<?> tagged = engine.appends().getFirst().getFirst();
        EventMessage message = tagged.event();
        CommitmentEvent event = (CommitmentEvent) message.payload();
        assertThat(message.type().qualifiedName().fullName()).isEqualTo("commitment.made");
        assertThat(message.type().version()).isEqualTo("1");
        assertThat(message.identifier()).isEqualTo(event.envelope().factId());
        assertThat(message.timestamp()).as("as the log keeps it").isEqualTo("2026-03-01T10:00:00.123456Z");
        assertThat(event.envelope().acceptedAt()).isEqualTo(message.timestamp());
        assertThat(message.metadata()).containsAllEntriesOf(EventJson.meta(event.envelope()));
        assertThat(message.metadata()).containsEntry("person", "ACME").containsEntry("at", "2026-03-01T09:00:00Z");
        assertThat(tagged.tags()).isEqualTo(Set.of(new Tag("commitment", "c"), new Tag("key", "erp\u001f7")));
        byte[] bytes = message.payloadAs(byte[].class, new FactConverter());
        assertThat(bytes).isEqualTo(EventJson.payload(event));
        assertThat(EventJson.read(new EventJson.Stored(
                        "us",
                        message.identifier(),
                        message.type().qualifiedName().fullName(),
                        message.timestamp(),
                        bytes,
                        message.metadata())))
                .isEqualTo(event);
    }

    @Test
    void keepsTheCallersCorrelationAndAddsNoneOfItsOwn() {
        record(
                NOW,
                "{'commitment':'c','type':'made','customer':'ACME','due':'2026-03-10T12:00:00Z',"
                        + "'correlationId':'trace-1','causationId':'order-placed'}",
                "{'commitment':'c','type':'met'}");
        List<TaggedEventMessage<?>> stored = engine.appends().getFirst();
        assertThat(stored.getFirst().event().metadata())
                .containsEntry("correlationId", "trace-1")
                .containsEntry("causationId", "order-placed");
        assertThat(stored.getLast().event().metadata()).doesNotContainKeys("correlationId", "causationId");
    }

    @Test
    void acceptanceAndIdsOnlyGrowThoughTheClockGoesBack() {
        record(NOW, made("c"));
        record(NOW.minusSeconds(3600), "{'commitment':'c','type':'met'}");
        record(NOW.minusSeconds(7200), "{'commitment':'c','type':'missed'}");
        List<CommitmentEvent> stored = stored();
        assertThat(stored)
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.envelope().acceptedAt()).isEqualTo(NOW));
        assertThat(stored).map(event -> event.envelope().factId()).isSorted();
    }

    @Test
    void handsTheStoreWhatItIsToDoInTheSameTransaction() {
        Context.ResourceKey<Object> offsets = Context.ResourceKey.withLabel("offsets");
        RecordFacts.Decided decided = await(dispatch(
                new RecordFacts("us", NOW, false, items(made("c")), NOBODY, Map.of(offsets, "partition 0 up to 17"))));
        assertThat(engine.contexts().getFirst().getResource(offsets)).isEqualTo("partition 0 up to 17");
        assertThat(decided.context()).isSameAs(engine.contexts().getFirst());
    }

    @Test
    void tellsTheIdsItOffersToTheStoreBeforeTheStoreAnswers() {
        List<String> offered = new ArrayList<>();
        engine.failing(RecordingEngine.Fault.FAILS_ON_COMMIT);
        RecordFacts batch =
                new RecordFacts("us", NOW, false, items(made("a"), made("a"), made("b")), offered::add, Map.of());
        assertThatThrownBy(() -> await(dispatch(batch))).rootCause().hasMessageStartingWith("planted: ");
        assertThat(offered).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void saysWhereTheFirstOfARepeatStands() {
        record(NOW, made("a"), made("b"), "{'commitment':'b','type':'met','source':'s','id':'1'}");
        var again = items("{'commitment':'b','type':'met','source':'s','id':'1'}", made("a"));
        var decided = await(dispatch(new RecordFacts("us", NOW, false, again, NOBODY, Map.of())));
        assertThat(decided.decisions())
                .map(decision ->
                        ((Decision.Duplicate) decision).first().envelope().factId())
                .map(factId -> decided.known().get(factId).version())
                .containsExactly(1, 0);
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aFailingStoreFailsTheCommandAtItsCaller(RecordingEngine.Fault fault) {
        engine.failing(fault);
        assertThatThrownBy(() -> record(NOW, made("c")))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("planted: ");
        engine.failing(RecordingEngine.Fault.NONE);
        assertThat(stored()).isEmpty();
        assertThat(record(NOW, made("c"))).map(RecordFactsHandlerTest::answer).containsExactly("MADE c");
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aBatchFailsWhole(RecordingEngine.Fault fault) {
        record(NOW, made("a"));
        engine.failing(fault);
        assertThatThrownBy(() -> record(NOW, made("b"), made("a"), "{'commitment':'a','type':'met'}"))
                .rootCause()
                .hasMessageStartingWith("planted: ");
        engine.failing(RecordingEngine.Fault.NONE);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void losesToAnAppendThatCameBetweenSourcingAndItsOwn() {
        record(NOW, made("c"));
        engine.beforeAppend(() -> record(NOW, "{'commitment':'c','type':'missed'}"));
        assertThatThrownBy(() -> record(NOW, "{'commitment':'c','type':'met'}"))
                .hasCauseInstanceOf(AppendEventsTransactionRejectedException.class);
        assertThat(stored()).map(event -> event.type().name()).containsExactly("MADE", "MISSED");
    }

    @Test
    void losesToTheSameKeyInAnotherCommitmentThatCameBetween() {
        record(NOW, made("a"), made("b"));
        engine.beforeAppend(() -> record(NOW, "{'commitment':'a','type':'met','source':'s','id':'1'}"));
        assertThatThrownBy(() -> record(NOW, "{'commitment':'b','type':'met','source':'s','id':'1'}"))
                .hasCauseInstanceOf(AppendEventsTransactionRejectedException.class);
        assertThat(record(NOW, "{'commitment':'b','type':'met','source':'s','id':'1'}"))
                .map(RecordFactsHandlerTest::answer)
                .as("decided again")
                .containsExactly(RefusalCode.CONFLICTING_DUPLICATE.name());
    }

    @Test
    void doesNotLoseToStrangers() {
        record(NOW, made("a"), made("b"));
        engine.beforeAppend(() -> record(NOW, "{'commitment':'a','type':'met'}"));
        assertThat(record(NOW, "{'commitment':'b','type':'met'}"))
                .map(RecordFactsHandlerTest::answer)
                .containsExactly("MET b");
    }

    @Test
    void holdsTheCallerToTheVersionItExpects() {
        record(NOW, made("c"));
        CommitmentCommand met = command("{'commitment':'c','type':'met'}");
        RecordFacts.Item late = new RecordFacts.Item(met, Entrance.INTERACTIVE, 0);
        RecordFacts.Item right = new RecordFacts.Item(met, Entrance.INTERACTIVE, 1);
        var batch = new RecordFacts("us", NOW, false, List.of(late, right), NOBODY, Map.of());
        var answers = await(dispatch(batch)).decisions().stream().map(RecordFactsHandlerTest::answer);
        assertThat(answers).containsExactly("VERSION_CONFLICT", "MET c");
    }

    @Test
    void takesFromOneToAThousandItems() {
        List<RecordFacts.Item> items = new ArrayList<>();
        for (int i = 0; i <= RecordFacts.MAX_ITEMS; i++) {
            items.add(new RecordFacts.Item(command("{'commitment':'c','type':'met'}"), Entrance.BUS, null));
        }
        assertThatThrownBy(() -> new RecordFacts("us", NOW, false, List.of(), NOBODY, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RecordFacts("us", NOW, false, items, NOBODY, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1001");
        var full = new RecordFacts("us", NOW, false, items.subList(0, RecordFacts.MAX_ITEMS), NOBODY, Map.of());
        assertThat(await(dispatch(full)).decisions()).hasSize(RecordFacts.MAX_ITEMS);
        assertThat(stored()).hasSize(RecordFacts.MAX_ITEMS);
        assertThat(engine.appends()).hasSize(1);
    }

    private static String made(String commitment) {
        return "{'commitment':'" + commitment + "','type':'made','customer':'ACME','due':'2026-03-10T12:00:00Z',"
                + "'source':'erp','id':'made-" + commitment + "'}";
    }

    private List<Decision> record(Instant now, String... batch) {
        return await(dispatch(new RecordFacts("us", now, false, items(batch), NOBODY, Map.of())))
                .decisions();
    }

    private List<RecordFacts.Item> items(String... batch) {
        List<RecordFacts.Item> items = new ArrayList<>();
        for (String line : batch) {
            items.add(new RecordFacts.Item(command(line), Entrance.INTERACTIVE, null));
        }
        return items;
    }

    private CommitmentCommand command(String line) {
        byte[] json = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        var reading = FactLineReader.read(json, new LineContext(null, null, "test", "line-" + lines++));
        assertThat(reading).isInstanceOf(FactLineReader.Reading.Read.class);
        return ((FactLineReader.Reading.Read) reading).command();
    }

    private CompletableFuture<CommandResultMessage> dispatch(RecordFacts batch) {
        return bus.dispatch(new GenericCommandMessage(new MessageType(RecordFacts.NAME), batch), null);
    }

    private static RecordFacts.Decided await(CompletableFuture<CommandResultMessage> result) {
        try {
            return (RecordFacts.Decided) result.get(10, TimeUnit.SECONDS).payload();
        } catch (ExecutionException | InterruptedException | TimeoutException failure) {
            throw new CommandFailed(failure instanceof ExecutionException ? failure.getCause() : failure);
        }
    }

    private static final class CommandFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CommandFailed(Throwable cause) {
            super(cause);
        }
    }

    private List<CommitmentEvent> stored() {
        return engine.stored();
    }
}
