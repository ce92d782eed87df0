package dev.kept.store;

import dev.kept.domain.audit.Hash;
import dev.kept.domain.seal.PersonalText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Opens sealed facts with the keys that are still there.
final class Opening {
    private static final String DEK = "dek";

    private Opening() {}

    /// @param keys null where there are none
    static PersonalText.Bytes open(StoredFact fact, @Nullable KeyRing keys) {
        PersonalText.Bytes content = fact.content();
        return PersonalText.isSealed(content.meta())
                ? PersonalText.open(content, fact.factId(), keys == null ? null : keys.key(dek(content.meta())))
                : content;
    }

    /// All of them, after one look at the database for all their keys.
    static List<StoredFact> open(List<StoredFact> facts, @Nullable KeyRing keys) {
        List<PersonalText.Bytes> contents = new ArrayList<>(facts.size());
        List<@Nullable Hash> deks = new ArrayList<>(facts.size());
        Set<Hash> wanted = new HashSet<>();
        for (StoredFact fact : facts) {
            PersonalText.Bytes content = fact.content();
            Hash dek = PersonalText.isSealed(content.meta()) ? dek(content.meta()) : null;
            contents.add(content);
            deks.add(dek);
            if (dek != null) {
                wanted.add(dek);
            }
        }
        if (keys != null) {
            keys.prefetch(wanted);
        }
        List<StoredFact> opened = new ArrayList<>(facts.size());
        for (int i = 0; i < contents.size(); i++) {
            StoredFact fact = facts.get(i);
            PersonalText.Bytes content = contents.get(i);
            Hash dek = deks.get(i);
            opened.add(fact.opened(
                    dek == null
                            ? content
                            : PersonalText.open(content, fact.factId(), keys == null ? null : keys.key(dek))));
        }
        return opened;
    }

    private static Hash dek(Map<String, String> meta) {
        String commitment = meta.get(DEK);
        if (commitment == null) {
            throw new IllegalStateException("expected metadata dek beside sealed, found only " + meta.keySet());
        }
        return Hash.fromBase64(commitment);
    }
}
