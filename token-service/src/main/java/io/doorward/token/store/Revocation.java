package io.doorward.token.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token ended for good. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Revocation(String by, @Nullable String reason, Instant at) {}
