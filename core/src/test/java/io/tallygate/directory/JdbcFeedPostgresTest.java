package io.tallygate.directory;

class JdbcFeedPostgresTest extends JdbcFeedContract {
    private static final DirectoryDatabase DATABASE = DirectoryDatabase.postgres("feed");

    @Override
    DirectoryDatabase database() {
        return DATABASE;
    }
}
