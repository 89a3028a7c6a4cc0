/** What the management listener tells of the gateway. Must not be imported by any other room. */
@NullMarked
package io.doorward.gateway.health;

import org.jspecify.annotations.NullMarked;
