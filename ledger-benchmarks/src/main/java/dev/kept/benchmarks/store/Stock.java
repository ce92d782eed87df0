package dev.kept.benchmarks.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kept.api.event.CommitmentEvent;
import dev.kept.benchmarks.Server;
import dev.kept.domain.axon.FactTags;
import dev.kept.domain.axon.RecordFacts;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceUnitTransactionType;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.configuration.AxonConfiguration;
import org.axonframework.eventsourcing.configuration.EventSourcingConfigurer;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateBasedJpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateEventEntry;
import org.axonframework.messaging.commandhandling.CommandBus;
import org.axonframework.messaging.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.commandhandling.configuration.CommandHandlingModule;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.QualifiedName;
import org.axonframework.messaging.eventhandling.conversion.DelegatingEventConverter;
import org.axonframework.update.UpdateCheckerConfigurationEnhancer;

/// Axon Framework with its stock JPA engine on Hibernate: one command a transaction.
///
/// Configured for its best: payloads as `bytea`, a connection for each dispatcher, and no second query where the first
/// page of a stream was not full.
public final class Stock implements AutoCloseable {
    public static final String TENANT = "bench";

    private static final int CONNECTIONS = 34;
    private static final int PAGE = 100;
    private static final int ANSWER_SECONDS = 60;

    private final HikariDataSource pool;
    private final EntityManagerFactory factory;
    private final AxonConfiguration axon;
    private final CommandBus bus;

    public Stock(Server.Access access) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(access.url());
        config.setUsername(access.user());
        config.setPassword(access.password());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setAutoCommit(false);
        this.pool = new HikariDataSource(config);
        this.factory = new PersistenceConfiguration("stock")
                .provider("org.hibernate.jpa.HibernatePersistenceProvider")
                .managedClass(AggregateEventEntry.class)
                .transactionType(PersistenceUnitTransactionType.RESOURCE_LOCAL)
                .property("jakarta.persistence.nonJtaDataSource", pool)
                .property("hibernate.dialect", ByteaDialect.class.getName())
                .property("hibernate.hbm2ddl.auto", "create")
                .property("hibernate.connection.provider_disables_autocommit", "true")
                .createEntityManagerFactory();
        JpaTransactions transactions = new JpaTransactions(factory);
        var engine = new AggregateBasedJpaEventStorageEngine(
                transactions,
                transactions,
                new DelegatingEventConverter(new StockConverter()),
                engineConfig -> engineConfig.finalBatchPredicate(page -> page.size() < PAGE));
        this.axon = EventSourcingConfigurer.create()
                .registerEventStorageEngine(_ -> engine)
                .registerTagResolver(_ -> message -> message.payload() instanceof CommitmentEvent event
                        ? Set.of(FactTags.commitment(event.envelope().commitment()))
                        : Set.of())
                .registerCommandHandlingModule(CommandHandlingModule.named("stock")
                        .commandHandlers()
                        .commandHandler(
                                new QualifiedName(StockHandler.NAME),
                                configuration -> new StockHandler(configuration.getComponent(EventStore.class))))
                .componentRegistry(components -> components.disableEnhancer(UpdateCheckerConfigurationEnhancer.class))
                .start();
        this.bus = axon.getComponent(CommandBus.class);
    }

    public void record(RecordFacts.Item item) throws Exception {
        bus.dispatch(new GenericCommandMessage(new MessageType(StockHandler.NAME), item), null)
                .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    /// Closes its connections until the next command: a server takes a bounded number of them.
    void rest() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        axon.shutdown();
        factory.close();
        pool.close();
    }
}
