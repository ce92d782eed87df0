package dev.kept.app.architecture.planted.projections;

import org.springframework.jdbc.core.JdbcTemplate;

/// Keeps every rule: of Spring, JDBC alone.
class SpeaksJdbc {
    int views(JdbcTemplate template) {
        return template.update("select 1");
    }
}
