package io.doorward.token.lifecycle.view;

import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.token.directory.Principal;
import io.doorward.token.secret.Seal;
import io.doorward.token.store.TokenPage.Position;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The place where the next page begins, sealed for the organization and the filter it was made
 * under. What a caller may see is decided anew for each page, so a cursor opens nothing.
 */
@ApplicationScoped
class Cursors {
  /** Microseconds since 1970 and the id. */
  private static final int BYTES = 3 * Long.BYTES;

  private final Seal seal;

  @Inject
  Cursors(Seal seal) {
    this.seal = seal;
  }

  String write(Principal principal, @Nullable TokenStatus status, Position position) {
    ByteBuffer bytes =
        ByteBuffer.allocate(BYTES)
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, position.createdAt()))
            .putLong(position.id().getMostSignificantBits())
            .putLong(position.id().getLeastSignificantBits());
    return seal.seal(purpose(principal, status), bytes.array());
  }

  /** The position; empty if the cursor is not one of ours or belongs to another list. */
  Optional<Position> read(Principal principal, @Nullable TokenStatus status, String cursor) {
    return seal.open(purpose(principal, status), cursor)
        .filter(bytes -> bytes.length == BYTES)
        .map(ByteBuffer::wrap)
        .map(
            bytes ->
                new Position(
                    Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS),
                    new UUID(bytes.getLong(), bytes.getLong())));
  }

  private static String purpose(Principal principal, @Nullable TokenStatus status) {
    return "tokens/" + principal.organizationId() + "/" + (status == null ? "" : status.wireName());
  }
}
