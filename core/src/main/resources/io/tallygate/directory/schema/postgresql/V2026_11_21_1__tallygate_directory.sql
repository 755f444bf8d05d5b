create table tallygate_credential (
  id varchar(128) not null primary key,
  kind varchar(32) not null,
  account varchar(128) not null,
  subject varchar(128) not null,
  disabled boolean not null,
  version bigint not null check (version > 0),
  secrets varchar(8192) not null,
  entitlement varchar(65536) not null
);
create index tallygate_credential_account on tallygate_credential (account);
create table tallygate_account (
  account varchar(128) not null primary key,
  plan varchar(64) not null
);
