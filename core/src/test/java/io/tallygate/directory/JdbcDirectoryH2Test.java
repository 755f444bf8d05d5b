package io.tallygate.directory;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

class JdbcDirectoryH2Test extends JdbcDirectoryContract {
    private static final DirectoryDatabase DATABASE = DirectoryDatabase.h2("directory");

    @Override
    DirectoryDatabase database() {
        return DATABASE;
    }

    @Override
    DataSource databaseWithoutTables() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:bare;DB_CLOSE_DELAY=-1");
        return database;
    }
}
