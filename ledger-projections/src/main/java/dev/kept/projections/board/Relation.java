package dev.kept.projections.board;

import org.jspecify.annotations.Nullable;

/// What promises add up to for their customer.
///
/// @param firstAt when the first was made, UTC epoch seconds like the others
/// @param ours how many are ours and no renewals
record Relation(
        String customer,
        long firstAt,
        @Nullable Long keptAt,
        @Nullable Long touchedAt,
        long ours,
        long renewals) {

    static Relation of(Contact contact) {
        return new Relation(
                contact.customer(),
                contact.madeAt(),
                contact.keptAt(),
                contact.touchedAt(),
                contact.sort() == Contact.Sort.OURS ? 1 : 0,
                contact.sort() == Contact.Sort.RENEWAL ? 1 : 0);
    }

    Relation plus(Relation other) {
        return new Relation(
                customer,
                Math.min(firstAt, other.firstAt),
                later(keptAt, other.keptAt),
                later(touchedAt, other.touchedAt),
                ours + other.ours,
                renewals + other.renewals);
    }

    /// What changes when the new promise takes the old one's place, whose times it has not shortened.
    static Relation change(Contact old, Contact now) {
        Relation before = of(old);
        Relation after = of(now);
        return new Relation(
                after.customer,
                after.firstAt,
                after.keptAt,
                after.touchedAt,
                after.ours - before.ours,
                after.renewals - before.renewals);
    }

    /// Whether an extreme may have been lost, so that the rest has to be looked at again.
    static boolean loses(Contact old, @Nullable Contact now) {
        return now == null
                || !old.customer().equals(now.customer())
                || now.madeAt() > old.madeAt()
                || isEarlier(now.keptAt(), old.keptAt())
                || isEarlier(now.touchedAt(), old.touchedAt());
    }

    private static boolean isEarlier(@Nullable Long now, @Nullable Long old) {
        return old != null && (now == null || now < old);
    }

    static @Nullable Long later(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : other == null ? one : Long.valueOf(Math.max(one, other));
    }

    long silentSince() {
        Long last = later(keptAt, touchedAt);
        return last == null ? firstAt : last;
    }

    Board.Customer at(long now) {
        return new Board.Customer(
                customer,
                firstAt,
                keptAt,
                touchedAt,
                silentSince(),
                Math.max(0, (now - silentSince()) / 86_400),
                ours,
                renewals);
    }
}
