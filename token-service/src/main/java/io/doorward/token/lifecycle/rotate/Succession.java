package io.doorward.token.lifecycle.rotate;

import io.doorward.token.secret.MintedToken;
import io.doorward.token.store.StoredToken;

/**
 * A token and the one that takes its place.
 *
 * @param retired the old token's next version
 */
public record Succession(
    StoredToken old, StoredToken retired, StoredToken successor, MintedToken minted) {}
