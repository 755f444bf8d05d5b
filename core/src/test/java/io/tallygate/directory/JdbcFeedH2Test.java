package io.tallygate.directory;

class JdbcFeedH2Test extends JdbcFeedContract {
    private static final DirectoryDatabase DATABASE = DirectoryDatabase.h2("feed");

    @Override
    DirectoryDatabase database() {
        return DATABASE;
    }
}
