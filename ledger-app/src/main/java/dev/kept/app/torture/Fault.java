package dev.kept.app.torture;

import java.util.Locale;

/// A fault that is planted to see that the check finds it.
public enum Fault {
    /// The client counts a fact as recorded once it is handed in.
    ACKNOWLEDGE_BEFORE_COMMIT,
    /// The database answers a commit before it is on disk.
    VOLATILE_COMMIT,
    /// What is unknown after a crash is sent again under new keys.
    NEW_KEYS;

    /// As written on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
