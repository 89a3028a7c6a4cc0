/**
 * The contracts between the services, and nothing else. Plain Java and Jackson: no Quarkus, no I/O.
 */
@NullMarked
package io.doorward.contract;

import org.jspecify.annotations.NullMarked;
