/**
 * Asks the parts in order and answers with one decision. Every way in uses it. Must not import a
 * way in.
 */
@NullMarked
package io.doorward.gateway.check;

import org.jspecify.annotations.NullMarked;
