package dev.kept.store.recording;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.axon.Define;
import dev.kept.domain.axon.DefineHandler;
import dev.kept.domain.axon.FactIds;
import dev.kept.domain.axon.FactTags;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.axon.RecordFactsHandler;
import dev.kept.domain.axon.ledger.LedgerFact;
import dev.kept.domain.axon.ledger.RecordLedgerFact;
import dev.kept.domain.axon.ledger.RecordLedgerFactHandler;
import java.util.concurrent.CompletableFuture;
import org.axonframework.common.configuration.AxonConfiguration;
import org.axonframework.common.configuration.ComponentRegistry;
import org.axonframework.eventsourcing.configuration.EventSourcingConfigurer;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.TagResolver;
import org.axonframework.messaging.commandhandling.CommandBus;
import org.axonframework.messaging.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.commandhandling.configuration.CommandHandlingModule;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.core.correlation.CorrelationDataProviderRegistry;
import org.axonframework.messaging.core.correlation.DefaultCorrelationDataProviderRegistry;
import org.axonframework.update.UpdateCheckerConfigurationEnhancer;

/// Axon's command bus over one log: [RecordFacts], [Define] and [RecordLedgerFact] in, what was decided out.
///
/// What Axon would add by itself is left out:
/// - a transaction manager, since the engine's own transaction is to be the only one;
/// - correlation data, which would put the command's id in place of the correlation id that a fact came with;
/// - the update checker, which calls out at every start.
final class LedgerBus implements AutoCloseable {
    private final AxonConfiguration axon;
    private final CommandBus bus;

    LedgerBus(EventStorageEngine engine, FactIds ids) {
        this.axon = EventSourcingConfigurer.create()
                .registerEventStorageEngine(_ -> engine)
                .registerTagResolver(_ -> tags())
                .registerCommandHandlingModule(CommandHandlingModule.named("recording")
                        .commandHandlers()
                        .commandHandler(
                                new QualifiedName(RecordFacts.NAME),
                                configuration ->
                                        new RecordFactsHandler(configuration.getComponent(EventStore.class), ids))
                        .commandHandler(
                                new QualifiedName(Define.NAME),
                                configuration ->
                                        new DefineHandler(configuration.getComponent(EventStore.class), ids))
                        .commandHandler(
                                new QualifiedName(RecordLedgerFact.NAME),
                                configuration ->
                                        new RecordLedgerFactHandler(configuration.getComponent(EventStore.class), ids)))
                .componentRegistry(LedgerBus::leaveOut)
                .start();
        this.bus = axon.getComponent(CommandBus.class);
    }

    private static void leaveOut(ComponentRegistry components) {
        components
                .disableEnhancer(UpdateCheckerConfigurationEnhancer.class)
                .registerComponent(
                        CorrelationDataProviderRegistry.class, _ -> new DefaultCorrelationDataProviderRegistry());
    }

    private static TagResolver tags() {
        return message -> switch (message.payload()) {
            case CommitmentEvent event -> FactTags.of(event);
            case LedgerFact fact -> FactTags.of(fact);
            case null, default ->
                FactTags.ofDefinition(message.payload())
                        .orElseThrow(() -> new IllegalStateException("expected a fact, got " + message.type()));
        };
    }

    /// Completes when the batch is durable, exceptionally if it is not or if that is unknown.
    CompletableFuture<RecordFacts.Decided> record(RecordFacts batch) {
        return bus.dispatch(new GenericCommandMessage(new MessageType(RecordFacts.NAME), batch), null)
                .thenApply(result -> {
                    if (!(result.payload() instanceof RecordFacts.Decided decided)) {
                        throw new IllegalStateException("expected what was decided, got " + result.type());
                    }
                    return decided;
                });
    }

    <E> CompletableFuture<Define.Decided<E>> define(Define<E> command) {
        return bus.dispatch(new GenericCommandMessage(new MessageType(Define.NAME), command), null)
                .thenApply(result -> {
                    if (!(result.payload() instanceof Define.Decided<?> decided)) {
                        throw new IllegalStateException("expected what was decided, got " + result.type());
                    }
                    @SuppressWarnings("unchecked")
                    Define.Decided<E> ofItsKind = (Define.Decided<E>) decided;
                    return ofItsKind;
                });
    }

    CompletableFuture<RecordLedgerFact.Recorded> record(RecordLedgerFact command) {
        return bus.dispatch(new GenericCommandMessage(new MessageType(RecordLedgerFact.NAME), command), null)
                .thenApply(result -> {
                    if (!(result.payload() instanceof RecordLedgerFact.Recorded recorded)) {
                        throw new IllegalStateException("expected what was recorded, got " + result.type());
                    }
                    return recorded;
                });
    }

    AxonConfiguration components() {
        return axon;
    }

    @Override
    public void close() {
        axon.shutdown();
    }
}
