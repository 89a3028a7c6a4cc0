/**
 * Leaked tokens, reported by a scanner that signs what it sends or by whoever holds one. Reports
 * are taken at once and dealt with afterwards, so that no answer tells what was known. Must not
 * import another face but {@code guess}.
 */
@NullMarked
package io.doorward.token.protocol.leak;

import org.jspecify.annotations.NullMarked;
