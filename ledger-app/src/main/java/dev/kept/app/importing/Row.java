package dev.kept.app.importing;

import java.util.List;
import java.util.Map;

/// One row of a table, its cells by column name, without the white space around them.
record Row(Map<String, Integer> columns, List<String> cells) {

    /// The cell's text; empty if it is empty or the row ends before it.
    String cell(String column) {
        Integer index = columns.get(column);
        if (index == null) {
            throw new IllegalStateException("expected one of the columns " + columns.keySet() + ", got " + column);
        }
        return index < cells.size() ? cells.get(index).strip() : "";
    }
}
