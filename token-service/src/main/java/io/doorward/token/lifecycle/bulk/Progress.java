package io.doorward.token.lifecycle.bulk;

import java.util.Collection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many of a job's tokens came to what; in a dry run: would come.
 *
 * @param pending not dealt with yet, or never if the job ended before
 */
@Schema(name = "TokenJobProgress")
public record Progress(
    int total, int pending, int changed, int unchanged, int refused, int notFound, int failed) {

  /** Of so many, these are dealt with. */
  static Progress of(int total, Collection<ItemOutcome> dealtWith) {
    return new Progress(total, total, 0, 0, 0, 0, 0).plus(dealtWith);
  }

  /** With more dealt with. */
  Progress plus(Collection<ItemOutcome> more) {
    return new Progress(
        total,
        pending - more.size(),
        changed + count(more, ItemOutcome.CHANGED),
        unchanged + count(more, ItemOutcome.UNCHANGED),
        refused + count(more, ItemOutcome.REFUSED),
        notFound + count(more, ItemOutcome.NOT_FOUND),
        failed + count(more, ItemOutcome.FAILED));
  }

  private static int count(Collection<ItemOutcome> all, ItemOutcome outcome) {
    return (int) all.stream().filter(outcome::equals).count();
  }

  /** Items up to here are dealt with. */
  int position() {
    return total - pending;
  }
}
