/**
 * The pure rule: token, requirement, address and time in; allowed or refused out. No I/O, no clock
 * of its own, no framework. Must not import any other room but address.
 */
@NullMarked
package io.doorward.gateway.decision;

import org.jspecify.annotations.NullMarked;
