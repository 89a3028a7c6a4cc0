/**
 * Keys that another system made, taken over with the hashes it kept. So far they are checked and
 * stored; the gateway does not look up what is not a token of ours.
 */
@NullMarked
package io.doorward.token.lifecycle.importing;

import org.jspecify.annotations.NullMarked;
