package io.tallygate.directory;

class ReplicaH2Test extends ReplicaContract {
    private static final DirectoryDatabase DATABASE = DirectoryDatabase.h2("replicated");
    private static final DirectoryDatabase STANDBY = DirectoryDatabase.h2("standby");

    @Override
    DirectoryDatabase database() {
        return DATABASE;
    }

    @Override
    DirectoryDatabase standby() {
        return STANDBY;
    }
}
