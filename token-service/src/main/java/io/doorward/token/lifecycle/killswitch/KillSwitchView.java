package io.doorward.token.lifecycle.killswitch;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.token.TokenType;
import io.doorward.token.barrier.StoredBarrier;
import io.doorward.token.propagation.Propagated;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A kill switch.
 *
 * @param active whether it stops tokens now
 * @param notBefore it stops tokens made before this instant
 */
@Schema(name = "KillSwitch")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KillSwitchView(
    UUID id,
    boolean active,
    String scope,
    @Nullable TokenType type,
    @Nullable TokenOwner owner,
    Instant notBefore,
    String reason,
    String thrownBy,
    Instant thrownAt,
    @Nullable String releasedBy,
    @Nullable Instant releasedAt,
    @Nullable String releaseReason,
    @Nullable Propagated propagation) {

  static KillSwitchView of(StoredBarrier stored) {
    Target target = Target.of(stored.barrier());
    StoredBarrier.Lifted lifted = stored.lifted();
    return new KillSwitchView(
        stored.barrier().id(),
        lifted == null,
        target.scope(),
        target.type(),
        target.owner(),
        Objects.requireNonNull(stored.barrier().notBefore()),
        Objects.requireNonNullElse(stored.reason(), ""),
        stored.thrownBy(),
        stored.thrownAt(),
        lifted == null ? null : lifted.by(),
        lifted == null ? null : lifted.at(),
        lifted == null ? null : lifted.reason(),
        null);
  }

  /** The same with how far its latest change has come. */
  KillSwitchView with(@Nullable Propagated known) {
    return new KillSwitchView(
        id,
        active,
        scope,
        type,
        owner,
        notBefore,
        reason,
        thrownBy,
        thrownAt,
        releasedBy,
        releasedAt,
        releaseReason,
        known);
  }
}
