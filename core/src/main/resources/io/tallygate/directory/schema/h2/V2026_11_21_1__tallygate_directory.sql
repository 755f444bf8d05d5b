create table if not exists tallygate_credential (
  id varchar(128) not null primary key,
  kind varchar(32) not null,
  label varchar(768) not null,
  account varchar(128) not null,
  subject varchar(128) not null,
  disabled boolean not null,
  version bigint not null check (version > 0),
  secrets varchar(8192) not null,
  entitlement varchar(65536) not null
);
create index if not exists tallygate_credential_account on tallygate_credential (account, id);
create table if not exists tallygate_account (
  account varchar(128) not null primary key,
  plan varchar(64) not null
);
create table if not exists tallygate_revocation (
  what varchar(2048) not null primary key,
  until_second bigint,
  until_nano integer,
  check ((until_second is null) = (until_nano is null))
);
create table if not exists tallygate_audit (
  number bigint generated always as identity primary key,
  made_at bigint not null,
  actor varchar(128) not null,
  action varchar(32) not null,
  what varchar(2048) not null,
  state_before varchar(4096) not null,
  state_after varchar(4096) not null
);
create index if not exists tallygate_audit_what on tallygate_audit (what, number);
create table if not exists tallygate_feed (
  id integer not null primary key check (id = 1),
  number bigint not null check (number >= 0),
  tag bigint not null
);
insert into tallygate_feed (id, number, tag) select 1, 0, 0 where not exists (select * from tallygate_feed);
create table if not exists tallygate_change (
  number bigint not null primary key,
  tag bigint not null,
  made_at bigint not null,
  change varchar(4096) not null
);
create table if not exists tallygate_credential_use (
  id varchar(128) not null references tallygate_credential (id) on delete cascade,
  what varchar(64) not null,
  uses bigint not null,
  last_used bigint not null,
  primary key (id, what)
);
