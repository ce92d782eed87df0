-- A statement that the log holds sealed stays sealed in the views: what is destroyed with its key is nowhere else.

alter table kept_view.commitment
  add column statement_fact text collate "C",
  add column statement_dek bytea,
  add column statement_box bytea;

comment on column kept_view.commitment.statement is 'only where the log itself holds it in the clear';
comment on column kept_view.commitment.statement_fact is 'id of the fact that the sealed statement is in';
comment on column kept_view.commitment.statement_dek is 'commitment to the key that it is sealed under';
comment on column kept_view.commitment.statement_box is 'nonce, ciphertext and tag as the fact holds them';
