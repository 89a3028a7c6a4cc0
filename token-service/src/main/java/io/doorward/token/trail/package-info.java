/**
 * The audit log as people read it: listed, verified, taken away. Reads only; what writes is in
 * {@code audit}. Must not import another face but {@code directory}.
 */
@NullMarked
package io.doorward.token.trail;

import org.jspecify.annotations.NullMarked;
