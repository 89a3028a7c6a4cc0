package io.doorward.token.lifecycle.view;

import io.doorward.token.directory.Principal;
import io.doorward.token.secret.Seal;
import io.doorward.token.store.TokenFilter;
import io.doorward.token.store.TokenPage.Position;
import io.doorward.token.store.TokenSort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * The place where the next page begins, sealed for the organization and the filter it was made
 * under. What a caller may see is decided anew for each page, so a cursor opens nothing.
 */
@ApplicationScoped
class Cursors {
  /** Microseconds since 1970 and the id; the name follows. */
  private static final int FIXED_BYTES = 3 * Long.BYTES;

  /** Stands for no instant at all. */
  private static final long NEVER = Long.MIN_VALUE;

  private final Seal seal;

  @Inject
  Cursors(Seal seal) {
    this.seal = seal;
  }

  String write(Principal principal, TokenFilter filter, TokenSort sort, Position position) {
    String name = position.name() == null ? "" : position.name();
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    Instant at = position.at();
    ByteBuffer bytes =
        ByteBuffer.allocate(FIXED_BYTES + text.length)
            .putLong(at == null ? NEVER : ChronoUnit.MICROS.between(Instant.EPOCH, at))
            .putLong(position.id().getMostSignificantBits())
            .putLong(position.id().getLeastSignificantBits())
            .put(text);
    return seal.seal(purpose(principal, filter, sort), bytes.array());
  }

  /** The position; empty if the cursor is not one of ours or belongs to another list. */
  Optional<Position> read(Principal principal, TokenFilter filter, TokenSort sort, String cursor) {
    return seal.open(purpose(principal, filter, sort), cursor)
        .filter(bytes -> bytes.length >= FIXED_BYTES)
        .map(Cursors::position);
  }

  private static Position position(byte[] sealed) {
    ByteBuffer bytes = ByteBuffer.wrap(sealed);
    long micros = bytes.getLong();
    UUID id = new UUID(bytes.getLong(), bytes.getLong());
    String name = StandardCharsets.UTF_8.decode(bytes).toString();
    return new Position(
        micros == NEVER ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS), name, id);
  }

  private static String purpose(Principal principal, TokenFilter filter, TokenSort sort) {
    return "tokens/" + principal.organizationId() + "/" + sort + "/" + filter;
  }
}
