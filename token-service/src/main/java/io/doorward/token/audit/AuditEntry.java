package io.doorward.token.audit;

import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One action.
 *
 * @param action such as {@code token.revoked}
 * @param before what changed, as it was; written as JSON
 * @param after what changed, as it is
 * @param evidence the figures behind an automatic action
 */
public record AuditEntry(
    UUID organizationId,
    Instant at,
    Actor actor,
    String action,
    String targetKind,
    String targetId,
    @Nullable Object before,
    @Nullable Object after,
    @Nullable String reason,
    @Nullable SortedMap<String, String> evidence) {}
