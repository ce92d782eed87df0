package dev.kept.app.importing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A text with columns in braces, such as `order-{OrderID}`; `{{` and `}}` stand for the braces themselves.
record Template(List<Part> parts) {

    sealed interface Part {
        record Text(String text) implements Part {}

        record Column(String name) implements Part {}
    }

    /// @return null if the braces do not match or a name is empty
    static @Nullable Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean doubled = (c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c;
            if (doubled) {
                plain.append(c);
                i += 2;
            } else if (c == '{') {
                int end = text.indexOf('}', i);
                String name = end < 0 ? "" : text.substring(i + 1, end).strip();
                if (name.isEmpty() || name.indexOf('{') >= 0) {
                    return null;
                }
                if (!plain.isEmpty()) {
                    parts.add(new Part.Text(plain.toString()));
                    plain.setLength(0);
                }
                parts.add(new Part.Column(name));
                i = end + 1;
            } else if (c == '}') {
                return null;
            } else {
                plain.append(c);
                i++;
            }
        }
        if (!plain.isEmpty()) {
            parts.add(new Part.Text(plain.toString()));
        }
        return new Template(List.copyOf(parts));
    }

    List<String> columns() {
        List<String> columns = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Column(String name)) {
                columns.add(name);
            }
        }
        return columns;
    }

    /// The text for this row; null if one of its columns is empty, since half a name names nothing.
    @Nullable String of(Row row) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String text) -> out.append(text);
                case Part.Column(String name) -> {
                    String cell = row.cell(name);
                    if (cell.isEmpty()) {
                        return null;
                    }
                    out.append(cell);
                }
            }
        }
        return out.toString();
    }
}
