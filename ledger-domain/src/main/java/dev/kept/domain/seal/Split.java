package dev.kept.domain.seal;

import dev.kept.domain.json.JsonSlices;
import dev.kept.domain.json.JsonSlices.Slice;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;

/// The content of a fact in two objects: what is personal, and what is not.
///
/// @param names of what is personal
record Split(Half inside, Half outside, StringJoiner names) {
    static final String WITH = "with";
    static final Set<String> OBJECTS = Set.of("attributes", "extra");

    private static final Set<String> CONTENT =
            Set.of("statement", "told", "remedy", "claim", "reason", "attributes", "extra");
    /// Members of `attributes` and `extra` that views are made of: who a message was for.
    private static final Set<String> CLEAR = Set.of("audience");

    private static final Set<String> REPLACED = Set.of("statement", "evidenceRef");

    static Split of(JsonSlices content) {
        Split split = new Split(new Half(content.bytes()), new Half(content.bytes()), new StringJoiner(" "));
        for (Slice member : content.members()) {
            split.add(content, member);
        }
        return split;
    }

    private void add(JsonSlices content, Slice member) {
        String name = member.name();
        if (OBJECTS.contains(name) && content.isObject(member)) {
            if (add(content, member, inner -> !CLEAR.contains(inner), false)) {
                names.add(name);
            }
        } else if (CONTENT.contains(name)) {
            inside.add(member);
            names.add(name);
        } else if (name.equals(WITH) && content.isObject(member)) {
            add(content, member, REPLACED::contains, true);
        } else {
            outside.add(member);
        }
    }

    /// @param with whether it is a replacement: its members are named each, and it stays even without any
    /// @return whether anything of it is personal
    private boolean add(JsonSlices content, Slice object, Predicate<String> personal, boolean with) {
        int inMark = inside.begin(object);
        int outMark = outside.begin(object);
        for (Slice member : content.within(object)) {
            if (personal.test(member.name())) {
                inside.add(member);
                if (with) {
                    names.add(WITH + "." + member.name());
                }
            } else {
                outside.add(member);
            }
        }
        outside.end(outMark, with);
        return inside.end(inMark, false);
    }

    /// An object made of members of another one; never longer than that.
    static final class Half {
        private final byte[] source;
        private final byte[] out;
        private int size;
        private boolean first = true;

        Half(byte[] source) {
            this.source = source;
            out = new byte[source.length];
            out[size++] = '{';
        }

        void add(Slice member) {
            copy(member.from(), member.to());
        }

        /// Begins a member that is an object.
        ///
        /// @return what takes it back
        int begin(Slice object) {
            int mark = size;
            copy(object.from(), object.value());
            out[size++] = '{';
            first = true;
            return mark;
        }

        /// @return whether it is there
        boolean end(int mark, boolean evenEmpty) {
            boolean there = evenEmpty || !first;
            if (there) {
                out[size++] = '}';
                first = false;
            } else {
                size = mark;
                first = isEmpty();
            }
            return there;
        }

        private void copy(int from, int to) {
            if (!first) {
                out[size++] = ',';
            }
            System.arraycopy(source, from, out, size, to - from);
            size += to - from;
            first = false;
        }

        boolean isEmpty() {
            return size == 1;
        }

        byte[] object() {
            byte[] object = new byte[size + 1];
            System.arraycopy(out, 0, object, 0, size);
            object[size] = '}';
            return object;
        }
    }
}
