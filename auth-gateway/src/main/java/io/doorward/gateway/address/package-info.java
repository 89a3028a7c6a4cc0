/**
 * Internet addresses and blocks of them as plain values, parsed without ever asking DNS. Must not
 * import any other room.
 */
@NullMarked
package io.doorward.gateway.address;

import org.jspecify.annotations.NullMarked;
