/**
 * The control plane. Rooms, from top to bottom: the faces ({@code lifecycle}, {@code directory},
 * {@code protocol}), below them {@code change} (one change of a token, whole or not at all) and
 * {@code propagation} (which gateways have it), the record ({@code store}, {@code audit}, {@code
 * outbox}, {@code snapshot}, {@code catalogue}), the vault ({@code secret}) and the connections
 * ({@code database}, {@code broker}). Nothing reaches back up.
 */
@NullMarked
package io.doorward.token;

import org.jspecify.annotations.NullMarked;
