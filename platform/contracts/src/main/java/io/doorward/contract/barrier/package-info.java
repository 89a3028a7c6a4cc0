/**
 * What refuses tokens without touching them: barriers, and the one document that holds all of them.
 * Only token-service writes it. Must not import any framework.
 */
@NullMarked
package io.doorward.contract.barrier;

import org.jspecify.annotations.NullMarked;
