package dev.kept.projections.processor;

/// One table that a projection writes, and how a replay reads it.
///
/// Both statements name the table without a schema, so that the search path says which one is meant.
///
/// @param name its name in the schema of the views
/// @param rows selects three columns, all text, of the tenant that is its one parameter: a key that no other row has;
///     what `position` is asked with; and the row. What others than the facts decide is left out of the row. It ends
///     with `order by 1`, and the key's collation is "C"
/// @param position selects the position of the last fact that the row follows from; its parameters are the tenant and
///     the second column
public record ViewTable(String name, String rows, String position) {
    public ViewTable {
        if (!rows.strip().endsWith("order by 1")) {
            throw new IllegalArgumentException("the rows of " + name + " are ordered by their key: order by 1");
        }
    }
}
