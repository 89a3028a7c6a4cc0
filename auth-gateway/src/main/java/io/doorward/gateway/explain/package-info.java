/**
 * Explains recent decisions to whoever may see the token: why a request was refused, which scope
 * was missing, which limit was used up, and what the gateway knew then. Must not import another way
 * in but proxy, whose listener it answers on.
 */
@NullMarked
package io.doorward.gateway.explain;

import org.jspecify.annotations.NullMarked;
