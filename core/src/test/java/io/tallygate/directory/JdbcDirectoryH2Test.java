package io.tallygate.directory;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class JdbcDirectoryH2Test extends JdbcDirectoryContract {
    private static final DataSource DATA_SOURCE = prepared();

    private static DataSource prepared() {
        DataSource database = named("directory");
        JdbcDirectory.schema().apply(database);
        return database;
    }

    private static DataSource named(String name) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    @Override
    DataSource dataSource() {
        return DATA_SOURCE;
    }

    @Override
    DataSource databaseWithoutTables() {
        return named("bare");
    }
}
