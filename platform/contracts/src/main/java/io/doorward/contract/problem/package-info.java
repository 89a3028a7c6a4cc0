/**
 * What every error answer looks like (RFC 9457) and the registry of codes. A page {@code
 * docs/errors/<code>.md} explains each. Must not import any framework.
 */
@NullMarked
package io.doorward.contract.problem;

import org.jspecify.annotations.NullMarked;
