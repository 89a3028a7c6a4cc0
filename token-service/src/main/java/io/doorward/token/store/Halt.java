package io.doorward.token.store;

import io.doorward.contract.barrier.Barrier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** That a barrier stands in a token's way; nothing of the token itself says so. */
public record Halt(Barrier.Kind kind, Instant since, @Nullable String reason) {}
