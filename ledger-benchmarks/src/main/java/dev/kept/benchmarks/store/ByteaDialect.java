package dev.kept.benchmarks.store;

import java.sql.Types;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.VarbinaryJdbcType;

/// PostgreSQL with the stock engine's `@Lob` columns as `bytea`, as its documentation recommends; as large objects
/// (`oid`) they are three times slower. Public because Hibernate makes it.
public final class ByteaDialect extends PostgreSQLDialect {
    @Override
    protected String columnType(int sqlTypeCode) {
        return super.columnType(sqlTypeCode == SqlTypes.BLOB ? SqlTypes.VARBINARY : sqlTypeCode);
    }

    @Override
    protected String castType(int sqlTypeCode) {
        return super.castType(sqlTypeCode == SqlTypes.BLOB ? SqlTypes.VARBINARY : sqlTypeCode);
    }

    @Override
    public void contributeTypes(TypeContributions contributions, ServiceRegistry services) {
        super.contributeTypes(contributions, services);
        contributions
                .getTypeConfiguration()
                .getJdbcTypeRegistry()
                .addDescriptor(Types.BLOB, VarbinaryJdbcType.INSTANCE);
    }
}
