/**
 * One change of many tokens: a dry run that shows the exact set, and a durable job that does
 * exactly what was accepted, batch by batch, with the rules and the authority of the single
 * operations. Must not be imported by another face.
 */
@NullMarked
package io.doorward.token.lifecycle.bulk;

import org.jspecify.annotations.NullMarked;
