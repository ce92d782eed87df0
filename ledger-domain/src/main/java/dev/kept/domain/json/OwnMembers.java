package dev.kept.domain.json;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The members of an object that was read: nobody else holds the map beneath, so that it need not be copied.
final class OwnMembers extends AbstractMap<String, JsonValue> {
    private final Map<String, JsonValue> members;

    OwnMembers(Map<String, JsonValue> members) {
        this.members = Collections.unmodifiableMap(members);
    }

    @Override
    public @Nullable JsonValue get(Object name) {
        return members.get(name);
    }

    @Override
    public boolean containsKey(Object name) {
        return members.containsKey(name);
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public Set<String> keySet() {
        return members.keySet();
    }

    @Override
    public Set<Entry<String, JsonValue>> entrySet() {
        return members.entrySet();
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super JsonValue> action) {
        members.forEach(action);
    }
}
