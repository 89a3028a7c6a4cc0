package io.doorward.token.lifecycle.rotate;

import io.doorward.token.lifecycle.view.TokenView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All that one token became by rotation.
 *
 * @param family the first one's id
 * @param tokens the first one first
 * @param rotations the earliest first
 * @param retired the old secrets, the first one first, and who uses them still
 */
@Schema(name = "TokenFamily")
public record FamilyView(
    UUID family, List<TokenView> tokens, List<Step> rotations, List<RetiredToken> retired) {
  public FamilyView {
    tokens = List.copyOf(tokens);
    rotations = List.copyOf(rotations);
    retired = List.copyOf(retired);
  }

  /**
   * One rotation.
   *
   * @param by the member behind it
   */
  @Schema(name = "Rotation")
  public record Step(
      UUID predecessor,
      UUID successor,
      Instant at,
      String by,
      @Nullable String reason,
      Instant overlapUntil) {}
}
