package dev.kept.benchmarks.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.common.jpa.EntityManagerProvider;
import org.axonframework.messaging.core.unitofwork.transaction.Transaction;
import org.axonframework.messaging.core.unitofwork.transaction.TransactionManager;

/// One JPA transaction a thread, as a container gives it to the stock engine. The engine closes the entity manager
/// before the commit; JPA keeps its context until the transaction has ended.
final class JpaTransactions implements TransactionManager, EntityManagerProvider {
    private final EntityManagerFactory factory;
    private final Map<Thread, EntityManager> current = new ConcurrentHashMap<>();

    JpaTransactions(EntityManagerFactory factory) {
        this.factory = factory;
    }

    @Override
    public Transaction startTransaction() {
        EntityManager manager = factory.createEntityManager();
        manager.getTransaction().begin();
        current.put(Thread.currentThread(), manager);
        return new Transaction() {
            @Override
            public void commit() {
                current.remove(Thread.currentThread());
                manager.getTransaction().commit();
                close(manager);
            }

            @Override
            public void rollback() {
                current.remove(Thread.currentThread());
                if (manager.getTransaction().isActive()) {
                    manager.getTransaction().rollback();
                }
                close(manager);
            }
        };
    }

    @Override
    public EntityManager getEntityManager() {
        EntityManager manager = current.get(Thread.currentThread());
        if (manager == null) {
            throw new IllegalStateException("no transaction on " + Thread.currentThread());
        }
        return manager;
    }

    private static void close(EntityManager manager) {
        if (manager.isOpen()) {
            manager.close();
        }
    }
}
