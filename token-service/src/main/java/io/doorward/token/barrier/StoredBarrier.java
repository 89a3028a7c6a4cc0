package io.doorward.token.barrier;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.scope.Role;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.token.TokenType;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A barrier with who put it up and, if it is gone, who took it away.
 *
 * @param thrownRole what whoever put it up was then; no lower role takes it away
 */
public record StoredBarrier(
    Barrier barrier,
    @Nullable String reason,
    String thrownBy,
    Role thrownRole,
    Instant thrownAt,
    @Nullable Lifted lifted) {

  /** That it was taken away. */
  public record Lifted(String by, Instant at, @Nullable String reason) {}

  /** The same, taken away. */
  public StoredBarrier lifted(Lifted how) {
    return new StoredBarrier(barrier, reason, thrownBy, thrownRole, thrownAt, how);
  }

  static StoredBarrier of(Row row) {
    Instant releasedAt = instant(row, "released_at");
    return new StoredBarrier(
        barrier(row),
        row.getString("reason"),
        row.getString("thrown_by"),
        Role.of(row.getString("thrown_role")),
        row.getOffsetDateTime("thrown_at").toInstant(),
        releasedAt == null
            ? null
            : new Lifted(
                row.getString("released_by"), releasedAt, row.getString("release_reason")));
  }

  static Barrier barrier(Row row) {
    String type = row.getString("token_type");
    String owner = row.getString("owner_id");
    return new Barrier(
        row.getUUID("id"),
        Barrier.Kind.of(row.getString("kind")),
        row.getUUID("organization_id"),
        type == null ? null : TokenType.of(type),
        owner == null
            ? null
            : new TokenOwner(TokenOwner.Kind.of(row.getString("owner_kind")), owner),
        instant(row, "not_before"));
  }

  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime at = row.getOffsetDateTime(column);
    return at == null ? null : at.toInstant();
  }
}
