package dev.kept.projections.processor;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/// Creates and upgrades the tables of the views.
public final class ViewDatabase {
    private ViewDatabase() {}

    public static void migrate(DataSource administrator) {
        Flyway.configure(ViewDatabase.class.getClassLoader())
                .dataSource(administrator)
                .schemas("kept_view")
                .locations("classpath:db/views")
                .load()
                .migrate();
    }
}
