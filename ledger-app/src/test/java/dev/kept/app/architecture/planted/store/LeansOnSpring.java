package dev.kept.app.architecture.planted.store;

import org.springframework.jdbc.core.JdbcTemplate;

class LeansOnSpring {
    int facts(JdbcTemplate template) {
        return template.update("select 1");
    }
}
