package io.doorward.token.store;

import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of those one may see; {@code null} for all.
 *
 * @param owner the member's, service account's or agent's id
 * @param text occurs in the name, in upper or lower case
 */
public record TokenFilter(
    @Nullable TokenStatus status,
    @Nullable TokenType type,
    @Nullable TokenEnvironment environment,
    @Nullable String owner,
    @Nullable String tag,
    @Nullable String text) {}
