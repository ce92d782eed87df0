package dev.kept.api.id;

/// The client's own reference of a commitment, unique per tenant: 1 to 200 printable characters.
public record CommitmentId(String value) {
    public static final int MAX_LENGTH = 200;

    public CommitmentId {
        Identifiers.check("commitment id", value, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}
