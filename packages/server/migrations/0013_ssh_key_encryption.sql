-- Private keys of users are encrypted like every stored secret: the row names the key, so that keys can be rotated and
-- one that is needed cannot be dropped (spec federated-login §8.3). Rows that an earlier release encrypted name none and
-- begin with `gh1.`; a job gives them the new form.
-- bounded: one row for each user, and the new column is empty
alter table gitsshkeys
  add column private_key_key_id text,
  add constraint gitsshkeys_private_key_key_id_fkey
    foreign key (private_key_key_id) references dbcrypt_keys (active_key_digest) on delete restrict;
-- bounded: the same
create index gitsshkeys_private_key_key_id_idx on gitsshkeys (private_key_key_id);
