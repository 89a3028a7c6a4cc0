package io.doorward.usage.query;

/** The SQL of the queries. */
final class Statements {
  /** Parameters: token, slug, organization or null, owner or null. */
  static final String ORGANIZATION_OF_TOKEN =
      """
      select organization_id from known_token
      where token_id = $1 and organization_slug = $2
        and ($3::uuid is null or organization_id = $3)
        and ($4::text is null or owner_id = $4)
      """;

  /** Parameter: slug. */
  static final String ORGANIZATIONS =
      "select distinct organization_id from known_token where organization_slug = $1";

  /** Parameters: organizations, token or null, owner or null; head, whole minutes, tail. */
  static final String USAGE =
      """
      with part as (
        select token_id, status, refusal, requests, bytes_in, bytes_out, last_at
        from rollup_minute
        where organization_id = any ($1) and ($2::uuid is null or token_id = $2)
          and ($3::text is null or (owner_id = $3 and token_id is not null))
          and minute >= $6 and minute < $7
        union all
        select token_id, status, refusal, 1, bytes_in, bytes_out, at
        from request_log
        where organization_id = any ($1) and ($2::uuid is null or token_id = $2)
          and ($3::text is null or (owner_id = $3 and token_id is not null))
          and at >= $4 and at < $5
        union all
        select token_id, status, refusal, 1, bytes_in, bytes_out, at
        from request_log
        where organization_id = any ($1) and ($2::uuid is null or token_id = $2)
          and ($3::text is null or (owner_id = $3 and token_id is not null))
          and at >= $8 and at < $9
      )
      select token_id, status, refusal, sum(requests)::bigint as requests,
        sum(bytes_in)::bigint as bytes_in, sum(bytes_out)::bigint as bytes_out,
        max(last_at) as last_at
      from part
      group by token_id, status, refusal
      """;

  /**
   * By instance, the run of blocks that a period touches. Parameters: from, to. Blocks between two
   * that are touched belong to the run, so that one that is missing as a whole is noticed.
   */
  static final String SEQUENCES =
      """
      with touched as (
        select instance_id, min(block) as first_block, max(block) as last_block
        from sequence_block where last_at >= $1 and first_at < $2
        group by instance_id
      ), run as (
        select t.instance_id, t.first_block, t.last_block, sum(b.received)::bigint as received
        from touched t
        join sequence_block b on b.instance_id = t.instance_id
          and b.block between t.first_block and t.last_block
        group by t.instance_id, t.first_block, t.last_block
      )
      select run.first_block, run.last_block, run.received, ending.highest,
        not exists (
          select 1 from sequence_block beyond
          where beyond.instance_id = run.instance_id and beyond.block > run.last_block) as topmost
      from run
      join sequence_block ending
        on ending.instance_id = run.instance_id and ending.block = run.last_block
      """;

  private Statements() {}
}
