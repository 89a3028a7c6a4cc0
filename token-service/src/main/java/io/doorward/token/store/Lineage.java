package io.doorward.token.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token's place in its family: what it came from and what it became by rotation.
 *
 * @param family the id of the first token of the family
 * @param predecessor the token it replaced; {@code null} for the first
 * @param successor the token that replaced it; {@code null} while there is none
 */
public record Lineage(UUID family, @Nullable UUID predecessor, @Nullable UUID successor) {

  /** A token that begins a family. */
  public static Lineage first(UUID id) {
    return new Lineage(id, null, null);
  }

  /** The place of a token that replaces the one with this id and lineage. */
  Lineage child(UUID parent) {
    return new Lineage(family, parent, null);
  }

  Lineage replacedBy(UUID next) {
    return new Lineage(family, predecessor, next);
  }
}
