/**
 * Keys that another system made, taken over with the hashes it kept. They are tokens like any
 * other; their keys are recognised by the gateway.
 */
@NullMarked
package io.doorward.token.lifecycle.importing;

import org.jspecify.annotations.NullMarked;
