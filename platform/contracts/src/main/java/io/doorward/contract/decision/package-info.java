/**
 * The pure rule: token, barriers, requirement, origin and time in; allowed or refused out. The
 * gateways judge requests by it, token-service what it is asked about tokens. No I/O, no clock of
 * its own; must not import any framework.
 */
@NullMarked
package io.doorward.contract.decision;

import org.jspecify.annotations.NullMarked;
