package dev.kept.app.support.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The links that show a customer what was promised: given out, listed, opened and revoked. A link is a secret of 256
/// bits, of which the database holds the SHA-256.
public final class SharedLinks {
    /// The longest life that can be asked for; a link without one lives until it is revoked.
    public static final int MAX_DAYS = 3_650;

    private static final String GIVE = """
            insert into kept_log.shared_link (tenant, customer, secret_hash, given_by, given_micros, ends_micros)
            values (?, ?, ?, ?, ?, ?) returning link
            """;
    private static final String OPEN = """
            select s.customer from kept_log.shared_link s
            where s.secret_hash = ? and s.tenant = ? and (s.ends_micros is null or s.ends_micros > ?)
              and not exists (select 1 from kept_log.shared_link_revoked r where r.link = s.link)
            """;
    private static final String LIST = """
            select s.link, s.customer, s.given_by, s.given_micros, s.ends_micros, r.revoked_by, r.revoked_micros
            from kept_log.shared_link s left join kept_log.shared_link_revoked r using (link)
            where s.tenant = ? and s.customer = ? order by s.link limit ?
            """;
    private static final String REVOKE = """
            insert into kept_log.shared_link_revoked (link, revoked_by, revoked_micros)
            select link, ?, ? from kept_log.shared_link where tenant = ? and link = ? on conflict (link) do nothing
            """;
    private static final int MAX_LIST = 1_000;

    private final String tenant;
    private final DataSource database;
    private final InstantSource clock;

    public SharedLinks(String tenant, DataSource database, InstantSource clock) {
        this.tenant = tenant;
        this.database = database;
        this.clock = clock;
    }

    /// A link that was given out; only whoever asked for it ever sees the secret.
    public record Given(long link, String secret, @Nullable Instant ends) {}

    /// What is known of a link.
    ///
    /// @param ends null for one that lives until it is revoked
    /// @param revokedBy null while it is not
    public record Link(
            long link,
            String customer,
            String givenBy,
            Instant givenAt,
            @Nullable Instant ends,
            @Nullable String revokedBy,
            @Nullable Instant revokedAt) {
        public boolean isOpen(Instant now) {
            return revokedAt == null && (ends == null || ends.isAfter(now));
        }
    }

    /// @param life null for a link that lives until it is revoked
    public Given give(String customer, String by, @Nullable Duration life) {
        String secret = Secrets.fresh();
        Instant now = clock.instant();
        Instant ends = life == null ? null : now.plus(life);
        return run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(GIVE)) {
                insert.setString(1, tenant);
                insert.setString(2, customer);
                insert.setBytes(3, Secrets.hash(secret));
                insert.setString(4, by);
                insert.setLong(5, micros(now));
                insert.setObject(6, ends == null ? null : micros(ends), Types.BIGINT);
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    return new Given(row.getLong(1), secret, ends);
                }
            }
        });
    }

    /// The customer whom an open link is about.
    public Optional<String> open(String secret) {
        return run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(OPEN)) {
                select.setBytes(1, Secrets.hash(secret));
                select.setString(2, tenant);
                select.setLong(3, micros(clock.instant()));
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
            }
        });
    }

    /// All that were ever given out for a customer, in the order in which they were.
    public List<Link> of(String customer) {
        return run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(LIST)) {
                select.setString(1, tenant);
                select.setString(2, customer);
                select.setInt(3, MAX_LIST);
                List<Link> links = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        links.add(new Link(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                instant(row.getLong(4)),
                                row.getObject(5) == null ? null : instant(row.getLong(5)),
                                row.getString(6),
                                row.getObject(7) == null ? null : instant(row.getLong(7))));
                    }
                }
                return links;
            }
        });
    }

    /// @return whether it was open, or at least known and not revoked before
    public boolean revoke(long link, String by) {
        return run(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(REVOKE)) {
                insert.setString(1, by);
                insert.setLong(2, micros(clock.instant()));
                insert.setString(3, tenant);
                insert.setLong(4, link);
                return insert.executeUpdate() == 1;
            }
        });
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T run(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.with(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException("the shared links cannot be read: " + failure.getMessage(), failure);
        }
    }
}
