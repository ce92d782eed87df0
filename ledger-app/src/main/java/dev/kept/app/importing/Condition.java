package dev.kept.app.importing;

import java.util.Set;

/// When a fact of the mapping applies to a row.
sealed interface Condition {
    String column();

    boolean holds(Row row);

    record Filled(String column) implements Condition {
        @Override
        public boolean holds(Row row) {
            return !row.cell(column).isEmpty();
        }
    }

    record Empty(String column) implements Condition {
        @Override
        public boolean holds(Row row) {
            return row.cell(column).isEmpty();
        }
    }

    record OneOf(String column, Set<String> values) implements Condition {
        @Override
        public boolean holds(Row row) {
            return values.contains(row.cell(column));
        }
    }

    record NoneOf(String column, Set<String> values) implements Condition {
        @Override
        public boolean holds(Row row) {
            return !values.contains(row.cell(column));
        }
    }
}
