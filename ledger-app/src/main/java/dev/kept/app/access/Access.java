package dev.kept.app.access;

import dev.kept.app.support.access.Role;
import java.util.EnumSet;
import java.util.Set;

/// What a route asks of whoever takes it.
enum Access {
    OPEN(Set.of()),
    READ(Set.of(Role.READER, Role.AUDITOR, Role.ADMIN)),
    OWN(Set.of(Role.READER, Role.AUDITOR, Role.ADMIN)),
    AUDIT(Set.of(Role.AUDITOR)),
    RECORD(Set.of(Role.RECORDER)),
    ADMIN(Set.of(Role.ADMIN)),
    KNOWN(EnumSet.allOf(Role.class)),
    INNER(Set.of());

    private final Set<Role> roles;

    Access(Set<Role> roles) {
        this.roles = roles;
    }

    /// Any of them is enough.
    Set<Role> roles() {
        return roles;
    }
}
