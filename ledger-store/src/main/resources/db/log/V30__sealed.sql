-- Personal text is sealed under its person's data key; a fact names its key by the commitment to it.

create unique index data_key_by_commitment on kept_log.data_key (log, commitment);

comment on column kept_log.data_key.subject is
  'customer/ID, or commitment/ID for facts that came before anything was known of their customer';
comment on column kept_log.data_key.wrapped is
  'the key under the key-encryption key: nonce (12 bytes), AES-256-GCM ciphertext, tag (16 bytes)';
comment on column kept_log.data_key.commitment is 'SHA-256("commitment-ledger/dek/v1\n" || key)';

-- Erasing a person also empties the letters that speak of it: they hold what came in, in the clear.
grant update (cause, record_key, headers, body, resolved_micros, resolution) on kept_log.dead_letter to kept_admin;
