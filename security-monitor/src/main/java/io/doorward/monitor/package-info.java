/**
 * security-monitor: watches how tokens are used, detects what does not fit, asks for the response.
 *
 * <p>Floors, each standing on those below: {@code watch} (the stream) and {@code recent} (what was
 * detected lately); {@code respond}; {@code score} and {@code detect}; {@code signal} and {@code
 * baseline}, pure.
 */
@NullMarked
package io.doorward.monitor;

import org.jspecify.annotations.NullMarked;
