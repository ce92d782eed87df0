package dev.kept.app.architecture.planted.domain.audit;

import java.sql.Connection;
import java.sql.SQLException;

class Queries {
    boolean open(Connection connection) throws SQLException {
        return !connection.isClosed();
    }
}
