package io.doorward.token.lifecycle.bulk;

import io.doorward.token.directory.page.Slice;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The items of jobs in the database. */
@ApplicationScoped
class ItemStore {
  private static final int AT_ONCE = 5000;

  private static final String INSERT =
      """
      INSERT INTO tokens.token_job_item (job_id, position, token_id, name, outcome, code, why)
      SELECT $1::uuid, * FROM unnest($2::int[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[])
      """;

  private static final String UPDATE =
      """
      UPDATE tokens.token_job_item i
         SET outcome = n.outcome, code = n.code, why = n.why, successor_id = n.successor
        FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::uuid[])
               AS n (position, outcome, code, why, successor)
       WHERE i.job_id = $1 AND i.position = n.position AND i.outcome = 'pending'
      """;

  private static final String PAGE =
      """
      SELECT * FROM tokens.token_job_item
       WHERE job_id = $1 AND position > $2 AND ($3::text IS NULL OR outcome = $3)
       ORDER BY position LIMIT $4
      """;

  Uni<Void> insert(SqlConnection sql, UUID job, List<Item> items) {
    return Multi.createFrom()
        .iterable(items)
        .group()
        .intoLists()
        .of(AT_ONCE)
        .onItem()
        .transformToUniAndConcatenate(
            some ->
                sql.preparedQuery(INSERT)
                    .execute(
                        Tuple.from(
                            new @Nullable Object[] {
                              job,
                              some.stream().map(Item::position).toArray(Integer[]::new),
                              some.stream().map(Item::id).toArray(UUID[]::new),
                              texts(some, Item::name),
                              texts(some, item -> item.outcome().wireName()),
                              texts(some, Item::code),
                              texts(some, Item::why)
                            })))
        .collect()
        .last()
        .replaceWithVoid();
  }

  /**
   * Enters what came of items.
   *
   * @return fails with {@link IllegalStateException} if that was entered of one of them before
   */
  Uni<Void> update(SqlConnection sql, UUID job, List<Item> items) {
    return sql.preparedQuery(UPDATE)
        .execute(
            Tuple.from(
                new @Nullable Object[] {
                  job,
                  items.stream().map(Item::position).toArray(Integer[]::new),
                  texts(items, item -> item.outcome().wireName()),
                  texts(items, Item::code),
                  texts(items, Item::why),
                  items.stream().map(Item::successor).toArray(UUID[]::new)
                }))
        .invoke(
            rows -> {
              if (rows.rowCount() != items.size()) {
                throw new IllegalStateException("an item was dealt with before");
              }
            })
        .replaceWithVoid();
  }

  /** Up to {@code limit} items after a position. */
  Uni<List<Item>> after(SqlConnection sql, UUID job, int position, int limit) {
    return page(sql, Tuple.of(job, position, null, limit));
  }

  /**
   * A page of a job's items in its order.
   *
   * @param outcome only those; {@code null} for all
   */
  Uni<List<Item>> page(SqlConnection sql, UUID job, @Nullable ItemOutcome outcome, Slice slice) {
    Long after = slice.afterNumber();
    return page(
        sql,
        Tuple.of(
            job,
            after == null ? 0 : after.intValue(),
            outcome == null ? null : outcome.wireName(),
            slice.fetch()));
  }

  private static Uni<List<Item>> page(SqlConnection sql, Tuple arguments) {
    return sql.preparedQuery(PAGE).execute(arguments).map(ItemStore::all);
  }

  private static List<Item> all(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(ItemStore::read).toList();
  }

  private static Item read(Row row) {
    return new Item(
        row.getInteger("position"),
        row.getUUID("token_id"),
        row.getString("name"),
        ItemOutcome.of(row.getString("outcome")),
        row.getString("code"),
        row.getString("why"),
        row.getUUID("successor_id"));
  }

  private static @Nullable String[] texts(List<Item> items, Function<Item, @Nullable String> text) {
    return items.stream().map(text).toArray(String[]::new);
  }
}
