package dev.kept.store.recording;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.axon.FactIds;
import dev.kept.domain.axon.FactTags;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.axon.RecordFactsHandler;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.axonframework.common.configuration.AxonConfiguration;
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

/// Axon's command bus over one log: [RecordFacts] in, what was decided out.
///
/// A fact's metadata is what its source said and nothing else, hence no correlation data of the bus.
/// No transaction manager is registered: the engine's own transaction is the only one. Axon's update checker, which
/// calls out at every start, is switched off.
final class LedgerBus implements AutoCloseable {
    private static final String UPDATE_CHECKER_OFF = "axoniq.update-checker.disabled";

    private final AxonConfiguration axon;
    private final CommandBus bus;

    LedgerBus(EventStorageEngine engine, FactIds ids) {
        System.setProperty(UPDATE_CHECKER_OFF, "true");
        this.axon = EventSourcingConfigurer.create()
                .registerEventStorageEngine(_ -> engine)
                .registerTagResolver(_ -> tags())
                .componentRegistry(registry -> registry.registerComponent(
                        CorrelationDataProviderRegistry.class, _ -> new DefaultCorrelationDataProviderRegistry()))
                .registerCommandHandlingModule(CommandHandlingModule.named("recording")
                        .commandHandlers()
                        .commandHandler(
                                new QualifiedName(RecordFacts.NAME),
                                configuration ->
                                        new RecordFactsHandler(configuration.getComponent(EventStore.class), ids)))
                .start();
        this.bus = axon.getComponent(CommandBus.class);
    }

    private static TagResolver tags() {
        return message -> {
            if (!(message.payload() instanceof CommitmentEvent event)) {
                throw new IllegalStateException("expected a CommitmentEvent, got " + message.type());
            }
            return Set.copyOf(FactTags.of(event));
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

    @Override
    public void close() {
        axon.shutdown();
    }
}
