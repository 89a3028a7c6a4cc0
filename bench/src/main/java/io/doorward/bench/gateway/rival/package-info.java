/**
 * The gateways of others, set up by people who want them fast, and the upstream that all are
 * measured with. Their configurations are resources beside this package; their ports are fixed in
 * them. Must not import the suite's part of the benchmark.
 */
@NullMarked
package io.doorward.bench.gateway.rival;

import org.jspecify.annotations.NullMarked;
