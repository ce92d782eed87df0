package dev.kept.app.access;

import dev.kept.app.support.access.Role;
import dev.kept.app.support.access.Secrets;
import dev.kept.app.support.access.SignIn;
import dev.kept.app.support.access.Visitor;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/// The sessions of browsers, kept in the database under the hash of their secret, so that a restart or another node
/// does not sign anybody out and a copy of the table signs nobody in.
final class Sessions {
    private static final String CSRF = "kept csrf";
    private static final String OPEN = """
            insert into kept_log.session (secret_hash, tenant, subject, name, kind, roles, opened_micros, ends_micros)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String FIND = """
            select subject, name, kind, roles from kept_log.session
            where secret_hash = ? and tenant = ? and ends_micros > ?
            """;
    private static final String END = "delete from kept_log.session where secret_hash = ? and tenant = ?";
    private static final String FORGET = "delete from kept_log.session where ends_micros <= ?";

    private final String tenant;
    private final DataSource database;
    private final InstantSource clock;

    Sessions(String tenant, DataSource database, InstantSource clock) {
        this.tenant = tenant;
        this.database = database;
        this.clock = clock;
    }

    SignIn.Opened open(Visitor visitor) {
        String secret = Secrets.fresh();
        Instant now = clock.instant();
        run(connection -> {
            try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
                forget.setLong(1, micros(now));
                forget.executeUpdate();
            }
            try (PreparedStatement insert = connection.prepareStatement(OPEN)) {
                insert.setBytes(1, Secrets.hash(secret));
                insert.setString(2, tenant);
                insert.setString(3, visitor.subject());
                insert.setString(4, visitor.name());
                insert.setString(5, visitor.kind().name());
                insert.setArray(
                        6,
                        connection.createArrayOf(
                                "text", visitor.roles().stream().map(Role::name).toArray()));
                insert.setLong(7, micros(now));
                insert.setLong(8, micros(now.plus(SignIn.LIFE)));
                return insert.executeUpdate();
            }
        });
        return new SignIn.Opened(secret, visitor.withCsrf(Secrets.derived(CSRF, secret)));
    }

    Optional<Visitor> find(String secret) {
        return run(connection -> {
            try (PreparedStatement select = connection.prepareStatement(FIND)) {
                select.setBytes(1, Secrets.hash(secret));
                select.setString(2, tenant);
                select.setLong(3, micros(clock.instant()));
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(visitor(row, secret)) : Optional.empty();
                }
            }
        });
    }

    private static Visitor visitor(ResultSet row, String secret) throws SQLException {
        return new Visitor(
                row.getString(1),
                row.getString(2),
                Visitor.Kind.valueOf(row.getString(3)),
                roles(row.getArray(4)),
                Secrets.derived(CSRF, secret));
    }

    static Set<Role> roles(Array words) throws SQLException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream((Object[]) words.getArray())
                .forEach(word -> Role.of(word.toString()).ifPresent(roles::add));
        return roles;
    }

    void end(String secret) {
        run(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(END)) {
                delete.setBytes(1, Secrets.hash(secret));
                delete.setString(2, tenant);
                return delete.executeUpdate();
            }
        });
    }

    private static long micros(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T run(Work<T> work) {
        try (Connection connection = database.getConnection()) {
            return work.with(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException("the sessions cannot be read: " + failure.getMessage(), failure);
        }
    }
}
