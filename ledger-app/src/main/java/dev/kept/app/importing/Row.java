package dev.kept.app.importing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One row of a table, its cells by column name, without the white space around them.
///
/// @param open any column may be asked for; one that is not there is empty
record Row(Map<String, Integer> columns, List<String> cells, boolean open) {
    /// Where `format.each` makes rows of a list: the item's number, from 0.
    static final String NUMBER = "item.#";

    Row(Map<String, Integer> columns, List<String> cells) {
        this(columns, cells, false);
    }

    /// The values of a document by their paths.
    static Row ofCells(Map<String, String> cells) {
        Map<String, Integer> columns = new HashMap<>();
        List<String> values = new ArrayList<>(cells.size());
        cells.forEach((path, value) -> {
            columns.put(path, values.size());
            values.add(value);
        });
        return new Row(columns, values, true);
    }

    /// Where in its document the row lies, to be added to a message.
    String place() {
        return columns.containsKey(NUMBER) ? " in item " + cell(NUMBER) : "";
    }

    /// The cell's text; empty if it is empty or the row ends before it.
    String cell(String column) {
        Integer index = columns.get(column);
        if (index == null && open) {
            return "";
        }
        if (index == null) {
            throw new IllegalStateException("expected one of the columns " + columns.keySet() + ", got " + column);
        }
        return index < cells.size() ? cells.get(index).strip() : "";
    }
}
