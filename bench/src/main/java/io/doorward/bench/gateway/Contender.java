package io.doorward.bench.gateway;

import io.doorward.bench.gateway.load.Traffic;
import io.doorward.bench.gateway.machine.ProcessTree;
import java.util.OptionalInt;

/**
 * A gateway in the comparison, running.
 *
 * @param processes all that it consists of
 * @param redis the port of the Redis that it alone uses meanwhile
 */
record Contender(
    String title, int port, Traffic traffic, ProcessTree processes, OptionalInt redis) {}
