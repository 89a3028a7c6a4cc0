package io.doorward.token.lifecycle.killswitch;

import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.token.TokenType;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a kill switch would stop if it were thrown now: tokens that work at this moment.
 *
 * @param dryRun always true
 * @param tokens how many
 * @param byType how many of each type
 * @param owners how many owners have one
 * @param topOwners those with the most, up to 10
 * @param sample the newest, up to 20
 */
@Schema(name = "BlastRadius")
public record BlastRadius(
    boolean dryRun,
    long tokens,
    SortedMap<String, Long> byType,
    long owners,
    List<OwnerCount> topOwners,
    List<Example> sample) {
  public BlastRadius {
    topOwners = List.copyOf(topOwners);
    sample = List.copyOf(sample);
  }

  /** How many of one owner's. */
  @Schema(name = "OwnerCount")
  public record OwnerCount(TokenOwner owner, long tokens) {}

  /** One of the tokens. */
  @Schema(name = "HaltedToken")
  public record Example(
      UUID id, String name, TokenType type, TokenOwner owner, String lastFour, Instant createdAt) {}
}
