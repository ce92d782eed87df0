package dev.kept.app.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// A YAML document as it was written: every scalar is text, so that `NO`, `012` and `1:30` stay what they are.
/// What is wrong with it is collected as problems that name key, line, value and fix.
final class YamlNodes {
    private static final int MAX_CHARACTERS = 1 << 20;

    private final String name;
    private final List<Problem> problems = new ArrayList<>();

    /// @param name what to call the document in problems
    YamlNodes(String name) {
        this.name = name;
    }

    /// A node and the key that leads to it, such as `facts[1].fields.at`.
    record Place(String key, Node node) {
        Place at(int index, Node item) {
            return new Place(key + "[" + index + "]", item);
        }

        Place below(String member, Node value) {
            return new Place(key.isEmpty() ? member : key + "." + member, value);
        }

        @Nullable String text() {
            return node instanceof ScalarNode scalar ? scalar.getValue() : null;
        }

        boolean isObject() {
            return node instanceof MappingNode;
        }

        boolean isList() {
            return node instanceof SequenceNode;
        }
    }

    @Nullable Place root(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        try {
            Node root = new Yaml(options).compose(new java.io.StringReader(yaml));
            if (root instanceof MappingNode) {
                return new Place("", root);
            }
            problems.add(new Problem(name, null, "no mapping in this file", "Begin with \"facts:\" and a list."));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            problems.add(new Problem(
                    name + " line " + line, null, "not YAML: " + e.getProblem(), "Mend the line, or its indentation."));
        } catch (YAMLException e) {
            problems.add(new Problem(name, null, "not YAML: " + e.getMessage(), "Mend the file."));
        }
        return null;
    }

    /// The members by name; a name that stands twice is a problem.
    Map<String, Place> members(Place place) {
        Map<String, Place> members = new LinkedHashMap<>();
        if (!(place.node() instanceof MappingNode mapping)) {
            problem(place, "expected keys with values", "Write it as \"key: value\" lines, indented.");
            return members;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            Place member = place.below(key, tuple.getValueNode());
            if (key.isEmpty() || members.put(key, member) != null) {
                problem(member, key.isEmpty() ? "a key is missing" : "this key stands twice", "Keep one of them.");
            }
        }
        return members;
    }

    List<Place> items(Place place) {
        List<Place> items = new ArrayList<>();
        if (place.node() instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                items.add(place.at(items.size(), item));
            }
        } else {
            problem(place, "expected a list", "Write each item on a line of its own, beginning with \"- \".");
        }
        return items;
    }

    /// The text of a scalar; anything else is a problem.
    @Nullable String text(Place place) {
        String text = place.text();
        if (text == null) {
            problem(place, "expected a single value", "Write it on the same line, in quotes if need be.");
        }
        return text;
    }

    @Nullable String text(Map<String, Place> members, String key) {
        Place place = members.get(key);
        return place == null ? null : text(place);
    }

    /// True or false, in any case; anything else is a problem.
    @Nullable Boolean flag(Place place) {
        String text = text(place);
        if (text == null || text.equalsIgnoreCase("true")) {
            return text == null ? null : Boolean.TRUE;
        }
        if (!text.equalsIgnoreCase("false")) {
            problem(place, "neither true nor false", "Write true or false.");
            return null;
        }
        return Boolean.FALSE;
    }

    void refuseOthers(Map<String, Place> members, List<String> known) {
        members.forEach((key, place) -> {
            if (!known.contains(key)) {
                problem(place, "unknown key " + key, "Use " + String.join(", ", known) + ".");
            }
        });
    }

    void problem(Place place, String message, String fix) {
        int line = place.node().getStartMark().getLine() + 1;
        String key = name + " line " + line + (place.key().isEmpty() ? "" : ": " + place.key());
        problems.add(new Problem(key, place.text(), message, fix));
    }

    List<Problem> problems() {
        return problems;
    }
}
