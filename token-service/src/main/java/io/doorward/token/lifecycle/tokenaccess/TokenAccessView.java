package io.doorward.token.lifecycle.tokenaccess;

import io.doorward.token.barrier.StoredBarrier;
import io.doorward.token.propagation.Propagated;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether API tokens work in the organization.
 *
 * @param enabled what the organization decided
 * @param enabledForAll what the operator decided; tokens work only if both are on
 * @param since when the organization turned them off
 * @param by who did
 * @param reason why
 * @param propagation only in the answer to a change that was to be waited for
 */
@Schema(name = "TokenAccess")
public record TokenAccessView(
    boolean enabled,
    boolean enabledForAll,
    @Nullable Instant since,
    @Nullable String by,
    @Nullable String reason,
    @Nullable Propagated propagation) {

  /** The same with how far the latest change has come. */
  TokenAccessView with(@Nullable Propagated known) {
    return new TokenAccessView(enabled, enabledForAll, since, by, reason, known);
  }

  static TokenAccessView of(Optional<StoredBarrier> own, boolean enabledForAll) {
    return own.map(
            flag ->
                new TokenAccessView(
                    false, enabledForAll, flag.thrownAt(), flag.thrownBy(), flag.reason(), null))
        .orElseGet(() -> new TokenAccessView(true, enabledForAll, null, null, null, null));
  }
}
