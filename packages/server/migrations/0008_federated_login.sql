-- Keys of encryption at rest, signing keys, and what a change of the login type needs
-- (spec federated-login §8.3, §10, §12).

-- One row per encryption key that was ever configured; `test` holds a known word under that key. A key that links
-- refer to cannot be dropped.
create table dbcrypt_keys (
  number integer not null,
  active_key_digest text,
  revoked_key_digest text,
  created_at timestamptz(3) not null default now(),
  revoked_at timestamptz(3),
  test text not null,
  constraint dbcrypt_keys_pkey primary key (number),
  constraint dbcrypt_keys_active_key_digest_key unique (active_key_digest),
  constraint dbcrypt_keys_revoked_key_digest_key unique (revoked_key_digest),
  constraint dbcrypt_keys_one_digest_check
    check ((active_key_digest is null) <> (revoked_key_digest is null))
);
alter table user_links
  add constraint user_links_oauth_access_token_key_id_fkey
    foreign key (oauth_access_token_key_id) references dbcrypt_keys (active_key_digest) on delete restrict,
  add constraint user_links_oauth_refresh_token_key_id_fkey
    foreign key (oauth_refresh_token_key_id) references dbcrypt_keys (active_key_digest) on delete restrict;
create index user_links_oauth_access_token_key_id_idx on user_links (oauth_access_token_key_id);
create index user_links_oauth_refresh_token_key_id_idx on user_links (oauth_refresh_token_key_id);

-- Who redeems a refresh token holds it for a moment, so that nobody else does; providers are not asked inside a
-- transaction (§9.1).
alter table user_links add column refresh_lease_until timestamptz(3);

-- Secrets that this deployment signs with, newest last; an old one verifies until it is deleted.
create table crypto_keys (
  feature text not null
    constraint crypto_keys_feature_check
    check (feature in ('workspace_apps_token', 'workspace_apps_api_key', 'oidc_convert', 'tailnet_resume')),
  sequence integer not null,
  secret text not null,
  secret_key_id text,
  starts_at timestamptz(3) not null,
  deletes_at timestamptz(3),
  constraint crypto_keys_pkey primary key (feature, sequence),
  constraint crypto_keys_secret_key_id_fkey
    foreign key (secret_key_id) references dbcrypt_keys (active_key_digest) on delete restrict
);
create index crypto_keys_secret_key_id_idx on crypto_keys (secret_key_id);

-- A confirmed change of the login type works once; rows go when the confirmation would have expired anyway.
create table used_login_conversions (
  id text not null,
  expires_at timestamptz(3) not null,
  constraint used_login_conversions_pkey primary key (id)
);

-- Only a deployment that begins with this release may use the built-in GitHub app (§7.4).
insert into site_configs (key, value)
select 'oauth2_github_default_eligible', (not exists (select 1 from users u where not u.is_system))::text
on conflict (key) do nothing;

-- Ties the nonce of a sign-in to its state on every replica, without a cookie of its own (§3.1).
insert into site_configs (key, value)
values ('oidc_nonce_key',
  encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex'))
on conflict (key) do nothing;
