/** What the gateway's component tests share: stand-ins for its neighbours, clients, fixtures. */
@NullMarked
package io.doorward.gateway.support;

import org.jspecify.annotations.NullMarked;
