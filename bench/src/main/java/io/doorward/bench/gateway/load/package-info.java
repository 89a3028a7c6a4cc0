/** Requests: by wrk where there are many, by a socket where each is looked at. Imports no other. */
@NullMarked
package io.doorward.bench.gateway.load;

import org.jspecify.annotations.NullMarked;
