/**
 * What a gateway needs to know of one token to decide without asking anybody. Only token-service
 * writes snapshots. Must not import any framework.
 */
@NullMarked
package io.doorward.contract.snapshot;

import org.jspecify.annotations.NullMarked;
