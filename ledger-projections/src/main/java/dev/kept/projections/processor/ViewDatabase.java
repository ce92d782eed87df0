package dev.kept.projections.processor;

import org.flywaydb.core.Flyway;

/// Creates and upgrades the tables of the views. The log's migration comes first: it creates the roles.
public final class ViewDatabase {
    private ViewDatabase() {}

    public static void migrate(String url, String user, String password) {
        Flyway.configure(ViewDatabase.class.getClassLoader())
                .dataSource(url, user, password)
                .schemas("kept_view")
                .locations("classpath:db/views")
                .load()
                .migrate();
    }
}
