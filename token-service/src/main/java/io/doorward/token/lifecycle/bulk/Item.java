package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.problem.ErrorCode;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One token of a job.
 *
 * @param position its place in the job, from 1
 * @param name as it was when the job was accepted
 * @param code why it was not changed, for programs: as the single operation's problem has it
 * @param why the same for people
 * @param successor the token that replaced it
 */
@Schema(name = "TokenJobItem")
public record Item(
    int position,
    UUID id,
    @Nullable String name,
    ItemOutcome outcome,
    @Nullable String code,
    @Nullable String why,
    @Nullable UUID successor) {

  /** Not dealt with yet. */
  static Item pending(int position, UUID id, @Nullable String name) {
    return new Item(position, id, name, ItemOutcome.PENDING, null, null, null);
  }

  /** At another place. */
  Item at(int place) {
    return new Item(place, id, name, outcome, code, why, successor);
  }

  /** With what came of it. */
  Item with(Verdict verdict, @Nullable UUID next) {
    return verdict instanceof Verdict.Refused refused
        ? new Item(
            position, id, name, verdict.outcome(), refused.code().code(), refused.why(), next)
        : new Item(position, id, name, verdict.outcome(), null, null, next);
  }

  /** Given up. */
  Item failed() {
    return new Item(
        position,
        id,
        name,
        ItemOutcome.FAILED,
        ErrorCode.INTERNAL_ERROR.code(),
        "The token could not be dealt with and is as it was; try it alone.",
        null);
  }
}
